package io.ledgerline.query;

/** A query for one thing that can be followed. */
public interface Followed {

    /** What shows it, among all views. */
    String followedIn();

    /** Of the thing, in that view. */
    String followedAs();

    /** The same of the view itself, where otherwise what a node remembers of it would do. */
    default Followed freshly() {
        return this;
    }
}
