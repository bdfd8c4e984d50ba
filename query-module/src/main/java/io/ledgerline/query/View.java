package io.ledgerline.query;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A projection whose view can be made anew from the log while the old one is read. */
public interface View {

    /** As administrators know it. */
    String name();

    /** Name of the processor that keeps it up to date. */
    String processor();

    /** All that it is made of; nobody else writes there. */
    List<String> tables();

    /** Goes up whenever the same events give other rows than before: the view is then made anew by itself. */
    default int codeVersion() {
        return 1;
    }

    /** A projection of the same events that fills the tables of the same names there, and tells nobody. */
    Object into(Filling filling);

    /**
     * A projection of the same events that corrects the rows that there are, and tells nobody: from any event on, each
     * version becomes what the event makes of the version before. It is given whole batches.
     *
     * @param tables those in use
     * @return empty if only the whole view can be made anew
     */
    default Optional<Object> repairing(DataSource tables) {
        return Optional.empty();
    }

    /** Rows were committed that nobody was told of, any of them: what this node remembers of the view is to be forgotten. */
    default void renewed() {}
}
