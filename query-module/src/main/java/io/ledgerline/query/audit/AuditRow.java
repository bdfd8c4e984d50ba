package io.ledgerline.query.audit;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.query.Moment;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written to the audit.
 *
 * @param orderId of the order that it belongs to; null if to none
 */
record AuditRow(
        long position,
        DomainEventMessage<?> event,
        SerializedObject<String> payload,
        Instant effectiveAt,
        Instant recordedAt,
        @Nullable String orderId) {

    static AuditRow of(
            long position, DomainEventMessage<?> event, SerializedObject<String> payload, @Nullable String orderId) {
        return new AuditRow(
                position,
                event,
                payload,
                Moment.of(event).effectiveAt(),
                Moment.storable(event.getTimestamp()),
                orderId);
    }

    /** PostgreSQL's text can't hold the one character that a header or a file may. */
    private static @Nullable String said(DomainEventMessage<?> event, String key) {
        return event.getMetaData().get(key) instanceof String text ? text.replace('\0', ' ') : null;
    }

    @Nullable
    String who() {
        return said(event, MessageMetadata.WHO);
    }

    @Nullable
    String why() {
        return said(event, MessageMetadata.WHY);
    }

    static @Nullable String requestId(DomainEventMessage<?> event) {
        return said(event, MessageMetadata.REQUEST_ID);
    }

    @Nullable
    String requestId() {
        return requestId(event);
    }

    @Nullable
    String causedBy() {
        return said(event, MessageMetadata.CAUSED_BY);
    }
}
