package io.ledgerline.imports;

import org.jspecify.annotations.Nullable;

/**
 * An import that this program works on, until it stops giving signs of life.
 *
 * @param owner names the running program
 * @param fileId where its lines are
 * @param nextLine all rows before this line are settled
 * @param requestId of the request that brought the file
 */
record Lease(
        String importId,
        String owner,
        long fileId,
        int nextLine,
        @Nullable String requestId) {

    Lease at(int line) {
        return new Lease(importId, owner, fileId, line, requestId);
    }

    /** Another program has taken the import over; what this one still does is harmless, but no longer counted. */
    static final class Lost extends RuntimeException {
        Lost(Lease lease) {
            super("import " + lease.importId() + " was taken over");
        }
    }
}
