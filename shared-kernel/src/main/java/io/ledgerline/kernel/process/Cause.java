package io.ledgerline.kernel.process;

import io.ledgerline.kernel.MessageMetadata;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a later command follows from, small enough to be kept until then.
 *
 * @param eventId of the event
 * @param requestId of the request at the beginning of the chain; null if none was
 */
public record Cause(String eventId, @Nullable String requestId) {

    public static Cause of(EventMessage<?> event) {
        return new Cause(
                event.getIdentifier(),
                event.getMetaData().get(MessageMetadata.REQUEST_ID) instanceof String request ? request : null);
    }
}
