package io.ledgerline.imports;

import org.jspecify.annotations.Nullable;

/**
 * Who hands a file in. The import's own commands are its own, {@code import:<id>}; this is how one gets from there to a
 * person.
 *
 * @param requestId of the request that brought the file
 */
record Sender(String name, @Nullable String requestId) {}
