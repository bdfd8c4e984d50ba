package io.ledgerline.query;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A row as one event left it.
 *
 * @param validFrom since when it holds; never before the version before
 * @param recordedFrom since when it is known; never before the version before
 * @param document the row as it is stored
 */
record Version<R extends ViewRow>(R row, Instant validFrom, Instant recordedFrom, String document) {

    static <R extends ViewRow> Version<R> after(
            @Nullable Version<R> before, R row, Moment moment, DomainEventMessage<?> event) {
        Instant recordedAt = Moment.storable(event.getTimestamp());
        return new Version<>(
                row,
                before == null ? moment.effectiveAt() : later(before.validFrom, moment.effectiveAt()),
                before == null ? recordedAt : later(before.recordedFrom, recordedAt),
                Documents.write(row));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
