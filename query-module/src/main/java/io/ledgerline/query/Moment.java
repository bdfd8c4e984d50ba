package io.ledgerline.query;

import io.ledgerline.kernel.MessageMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Where an event stands in its stream, and from when on it holds.
 *
 * @param version the event's sequence number: the stream's version once it is applied
 * @param effectiveAt to the microsecond, as precisely as views keep it
 */
public record Moment(long version, Instant effectiveAt) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    public Moment {
        effectiveAt = storable(effectiveAt);
    }

    /** The effective time is the one in the event's metadata, or else the event's record time. */
    public static Moment of(DomainEventMessage<?> event) {
        Instant effectiveAt = event.getMetaData().get(MessageMetadata.EFFECTIVE_AT) instanceof String said
                ? Instant.parse(said)
                : event.getTimestamp();
        return new Moment(event.getSequenceNumber(), effectiveAt);
    }

    /** The nearest instant that the database can hold and give back unchanged. */
    public static Instant storable(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return instant.isAfter(LATEST) ? LATEST : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
