package io.ledgerline.seals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the log is sealed.
 *
 * @param number of the last seal; 0 if nothing is sealed yet
 * @param position the last one that is sealed
 * @param sealedAt null if nothing is sealed yet
 */
record SealHead(
        long number, long position, Digest hash, @Nullable Instant sealedAt) {

    /**
     * @param beforeFirst the position before the log's first
     */
    static SealHead none(long beforeFirst) {
        return new SealHead(0, beforeFirst, Digest.NONE, null);
    }
}
