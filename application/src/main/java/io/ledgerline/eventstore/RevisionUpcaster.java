package io.ledgerline.eventstore;

import io.ledgerline.kernel.evolution.Revisions;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import tools.jackson.databind.node.ObjectNode;

/** Hands out each event in today's shape. Snapshots come by, too, and stay as they are. */
final class RevisionUpcaster implements EventUpcaster {

    private final Revisions revisions;

    RevisionUpcaster(Revisions revisions) {
        this.revisions = revisions;
    }

    @Override
    public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> events) {
        return events.map(this::upcast);
    }

    private IntermediateEventRepresentation upcast(IntermediateEventRepresentation event) {
        SerializedType type = event.getType();
        String name = type.getName();
        String revision = type.getRevision();
        // In PostgreSQL an error while the end of the log is read would only be logged.
        // So an unknown event goes on, and stops who reads it.
        boolean isLeft = event.getTrackingToken().isPresent() && !revisions.isKnown(name, revision);
        if (revisions.isCurrent(name, revision) || isLeft) {
            return event;
        }
        return event.upcastPayload(
                new SimpleSerializedType(name, revisions.current(name, revision)), ObjectNode.class, payload -> {
                    revisions.upcast(name, revision, payload);
                    return payload;
                });
    }
}
