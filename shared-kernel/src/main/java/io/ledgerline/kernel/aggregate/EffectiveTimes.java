package io.ledgerline.kernel.aggregate;

import io.ledgerline.kernel.MessageMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Since when a stream's events hold: each no earlier than those before it, so that a stream as it stood at any time is a
 * beginning of it. To the microsecond, as precisely as it is stored. Part of the aggregate's state.
 */
final class EffectiveTimes {

    private @Nullable Instant last;

    /**
     * What to add to the metadata of the next event.
     *
     * @param metadata what it has anyway
     * @param recordedAt since when it holds if its metadata doesn't say
     * @throws EffectiveBeforeLast if someone dates it back too far
     */
    MetaData ofNext(MetaData metadata, Instant recordedAt) {
        Instant effectiveAt = of(metadata, recordedAt);
        if (last == null || !effectiveAt.isBefore(last)) {
            return MetaData.emptyInstance();
        }
        if (metadata.containsKey(MessageMetadata.EFFECTIVE_AT) && !followsFromAnEvent(metadata)) {
            throw new EffectiveBeforeLast(effectiveAt, last);
        }
        // What has to follow can't be refused, and clocks of two nodes may differ: it holds as soon as it can.
        return MetaData.with(MessageMetadata.EFFECTIVE_AT, last.toString());
    }

    void remember(DomainEventMessage<?> event) {
        Instant effectiveAt = of(event.getMetaData(), event.getTimestamp());
        if (last == null || effectiveAt.isAfter(last)) {
            last = effectiveAt;
        }
    }

    private static Instant of(MetaData metadata, Instant recordedAt) {
        Instant effectiveAt =
                metadata.get(MessageMetadata.EFFECTIVE_AT) instanceof String said ? Instant.parse(said) : recordedAt;
        return effectiveAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** What a client or an import sends itself is caused by that very command. */
    private static boolean followsFromAnEvent(MetaData metadata) {
        Object cause = metadata.get(MessageMetadata.CAUSED_BY);
        return cause != null && !cause.equals(metadata.get(MessageMetadata.COMMAND_ID));
    }
}
