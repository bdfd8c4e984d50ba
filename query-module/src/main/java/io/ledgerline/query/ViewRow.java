package io.ledgerline.query;

/** What a view knows of one stream. */
public interface ViewRow {

    /** The id as clients know it: the stream's, without its type. */
    String key();

    /** Sequence number of the last event that the row has seen. */
    long version();
}
