package io.ledgerline.administration;

import java.time.Instant;
import java.util.Optional;

/** How far the log goes, to tell how far behind somebody is who reads it. Blocks. */
interface LogEnd {

    /** Where somebody is who has read nothing. */
    long beforeFirst();

    /** Of the last event; {@link #beforeFirst()} if there is none. */
    long position();

    /** When the first event after this position was recorded; empty if there is none. */
    Optional<Instant> recordedAfter(long position);
}
