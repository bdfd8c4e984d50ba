package io.ledgerline.kernel.process;

import io.ledgerline.kernel.MessageMetadata;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a later command follows from, small enough to be kept until then.
 *
 * @param eventId of the event
 * @param requestId of the request at the beginning of the chain; null if none was
 * @param trace the span that it follows in, as {@link MessageMetadata#TRACE}; null if nobody traces
 */
public record Cause(
        String eventId,
        @Nullable String requestId,
        @Nullable String trace) {

    public Cause(String eventId, @Nullable String requestId) {
        this(eventId, requestId, null);
    }

    public static Cause of(EventMessage<?> event) {
        return new Cause(
                event.getIdentifier(), said(event, MessageMetadata.REQUEST_ID), said(event, MessageMetadata.TRACE));
    }

    private static @Nullable String said(EventMessage<?> event, String key) {
        return event.getMetaData().get(key) instanceof String text ? text : null;
    }
}
