package io.ledgerline.query.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the audit keeps it. Personal data is still encrypted.
 *
 * @param position place in the order of the whole log
 * @param version place in its stream
 * @param who null only if whoever sent the command didn't say
 * @param customerId whose personal data the payload and the reason may hold; null if nobody's, or if the payload names the
 *     customer itself
 * @param before what the stream was about, as a document, before the event; null if it began with it, or wasn't asked for
 * @param after the same after the event; null if its view hasn't got there, or it wasn't asked for
 */
public record AuditEntry(
        long position,
        String eventId,
        String stream,
        long version,
        String type,
        @Nullable String revision,
        String payload,
        Instant effectiveAt,
        Instant recordedAt,
        @Nullable String who,
        @Nullable String why,
        @Nullable String requestId,
        @Nullable String causedBy,
        @Nullable String customerId,
        @Nullable String before,
        @Nullable String after) {}
