package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit from 1 to {@value #MAX}
 * @param after null for the beginning
 */
public record Paging(int limit, @Nullable Cursor after) {

    private static final int DEFAULT = 50;
    private static final int MAX = 200;

    public Paging {
        if (limit < 1 || limit > MAX) {
            throw new InvalidValue("limit", "must be from 1 to " + MAX);
        }
    }

    /** From a request's parameters as they are; {@link InvalidValue} if they make no sense. */
    public static Paging of(@Nullable String limit, @Nullable String cursor) {
        return new Paging(
                limit == null ? DEFAULT : (int) Parameters.number("limit", limit, 1, MAX),
                cursor == null ? null : Cursor.decode(cursor));
    }
}
