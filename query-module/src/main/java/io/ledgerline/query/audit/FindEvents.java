package io.ledgerline.query.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Query: events of all streams, newest first. Answered with {@link AuditEntries}.
 *
 * @param who null for all, as each of these
 * @param type logical name
 * @param stream such as {@code order-75}
 * @param from recorded at this instant or later
 * @param to recorded before this instant
 * @param before position
 */
public record FindEvents(
        @Nullable String who,
        @Nullable String type,
        @Nullable String stream,
        @Nullable String requestId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    FindEvents page(@Nullable Long before, int limit) {
        return new FindEvents(who, type, stream, requestId, from, to, before, limit);
    }
}
