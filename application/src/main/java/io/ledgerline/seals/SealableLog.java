package io.ledgerline.seals;

import java.util.List;

/** The log as it is stored, to be sealed and compared with its seals. Blocks. */
interface SealableLog {

    /** The position before the first that an event can have. */
    long beforeFirst();

    /** Up to here, inclusive, no event will ever appear that isn't there now. */
    long decided();

    /**
     * The next events, in the order of their positions; empty only if there are none in this range.
     *
     * @param after exclusive
     * @param upTo inclusive
     */
    List<LoggedEvent> read(long after, long upTo);
}
