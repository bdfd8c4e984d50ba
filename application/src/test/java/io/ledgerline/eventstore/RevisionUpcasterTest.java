package io.ledgerline.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.kernel.evolution.UnknownEvent;
import io.ledgerline.kernel.evolution.Upcasters;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;

class RevisionUpcasterTest {

    @Revision("3")
    record Told(String text) {}

    @Revision("4")
    static class Thing extends EventSourcedAggregate {

        private int count = 1;
    }

    private static final LogicalTypes TYPES = LogicalTypes.of("test", Told.class, Thing.class);

    private static final Upcasters STEPS = Upcasters.none()
            .with(
                    "test.Told",
                    event -> event.set("second", event.remove("first")),
                    event -> event.set("text", event.remove("second")));

    private final LogicalNameSerializer serializer = LogicalNameSerializer.of(new LogicalNames(List.of(TYPES)));
    private final RevisionUpcaster upcaster = new RevisionUpcaster(new Revisions(List.of(TYPES), List.of(STEPS)));

    @Test
    void givenAnyRevision_whenAStreamIsRead_thenEachEventIsToldInTodays() {
        assertThat(read(text("1", "first")).getPayload()).isEqualTo(new Told("a"));
        assertThat(read(text("2", "second")).getPayload()).isEqualTo(new Told("a"));
        assertThat(read(text("3", "text")).getPayload()).isEqualTo(new Told("a"));
    }

    /** As Axon Server hands them out. */
    @Test
    void givenBytes_whenTheLogIsRead_thenEachEventIsToldInTodays() {
        TrackedEventMessage<?> event = follow(new GenericDomainEventEntry<>(
                "thing", "thing-1", 0, "e", "2026-11-20T12:00:00Z", "test.Told", "1", bytes("first"), metadata()));

        assertThat(event.getPayload()).isEqualTo(new Told("a"));
    }

    @Test
    void whenAnEventThatWasReadIsStoredElsewhere_thenInTodaysShapeAndRevision() {
        var stored = read(text("1", "first")).serializePayload(serializer, String.class);

        assertThat(stored.getData()).isEqualTo("{\"text\":\"a\"}");
        assertThat(stored.getType().getName()).isEqualTo("test.Told");
        assertThat(stored.getType().getRevision()).isEqualTo("3");
    }

    @Test
    void givenASnapshot_whenAStreamIsRead_thenItIsLeftAlone() {
        Object snapshot = read(entry("test.Thing", "4", "{\"count\":2,\"commands\":null}"))
                .getPayloadType();

        assertThat(snapshot).isEqualTo(Thing.class);
    }

    @Test
    void givenANewerRevision_whenAStreamIsRead_thenItIsRefused() {
        assertThatThrownBy(() -> read(text("4", "text")))
                .isInstanceOf(UnknownEvent.class)
                .hasMessageContaining("test.Told in revision 4");
        assertThatThrownBy(() -> read(entry("test.Other", "1", "{}"))).isInstanceOf(UnknownEvent.class);
    }

    @Test
    void givenANewerRevision_whenTheLogIsRead_thenItStopsWhoGetsThere() {
        TrackedEventMessage<?> newer = follow(text("4", "text"));
        TrackedEventMessage<?> other = follow(entry("test.Other", "1", "{}"));

        assertThatThrownBy(() -> UnknownEvent.refuse(newer))
                .isInstanceOf(UnknownEvent.class)
                .hasMessageContaining("test.Told in revision 4");
        assertThatThrownBy(() -> UnknownEvent.refuse(other)).isInstanceOf(UnknownEvent.class);
        UnknownEvent.refuse(follow(text("1", "first")));
    }

    private DomainEventMessage<?> read(GenericDomainEventEntry<?> entry) {
        return EventStreamUtils.upcastAndDeserializeDomainEvents(Stream.of(entry), serializer, upcaster)
                .next();
    }

    private TrackedEventMessage<?> follow(GenericDomainEventEntry<?> entry) {
        var tracked = new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(1), entry);
        return EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(tracked), serializer, upcaster)
                .findFirst()
                .orElseThrow();
    }

    private static GenericDomainEventEntry<?> text(String revision, String member) {
        return entry("test.Told", revision, "{\"%s\":\"a\"}".formatted(member));
    }

    private static GenericDomainEventEntry<?> entry(String type, String revision, String payload) {
        return new GenericDomainEventEntry<>(
                "thing", "thing-1", 0, "e", "2026-11-20T12:00:00Z", type, revision, payload, "{}");
    }

    private static byte[] bytes(String member) {
        return "{\"%s\":\"a\"}".formatted(member).getBytes(UTF_8);
    }

    private static byte[] metadata() {
        return "{}".getBytes(UTF_8);
    }
}
