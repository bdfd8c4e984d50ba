package io.ledgerline.kernel.evolution;

import org.axonframework.messaging.Message;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/** Something in the log is not known to this program, which must neither guess what it says nor pass over it. */
public final class UnknownEvent extends RuntimeException {

    public UnknownEvent(String name, @Nullable String revision) {
        super("The log holds %s in revision %s, which this program does not know: a newer one has written it."
                        .formatted(name, revision)
                + " Run that one, or one that is newer still; nothing is lost, it goes on where this one has stopped."
                + " See docs/evolving-events.md.");
    }

    /**
     * Axon itself hands on what nobody has a class for, and then nobody handles it.
     *
     * @throws UnknownEvent if it is such a one
     */
    public static void refuse(Message<?> event) {
        if (event.getPayloadType() == UnknownSerializedType.class) {
            SerializedType type = ((UnknownSerializedType) event.getPayload()).serializedType();
            throw new UnknownEvent(type.getName(), type.getRevision());
        }
    }
}
