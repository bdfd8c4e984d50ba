package io.ledgerline.query;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows out of events. The rows that a batch touches are loaded at once, evolved in memory and written at once
 * before the batch commits, in its transaction; then the state that each was left in is told.
 *
 * <p>An event that a row has seen changes nothing, so any part of the log may be replayed. An event that can't be applied
 * leaves its row as the events before it made it, so it can go to the dead letters while the rest of its batch is kept.
 */
public final class Projector<R extends ViewRow> {

    private static final Logger log = LoggerFactory.getLogger(Projector.class);

    private final ViewTable<R> table;
    private final String streamPrefix;
    private final Consumer<R> tell;
    private final String resource = "rows of " + this;

    /** The next state of a row. Pure: the same row and event always give the same state. */
    @FunctionalInterface
    public interface Evolution<R> {

        /**
         * @param row null before the stream's first event
         */
        R evolve(@Nullable R row, Moment moment);
    }

    /**
     * @param streamPrefix what stands before the key in the ids of this view's streams, such as {@code order-}
     * @param tell is given each changed row after the commit
     */
    public Projector(ViewTable<R> table, String streamPrefix, Consumer<R> tell) {
        this.table = table;
        this.streamPrefix = streamPrefix;
        this.tell = tell;
    }

    /**
     * @throws IllegalStateException if the event can't be applied, or one before it is missing
     */
    public void project(DomainEventMessage<?> event, String key, Evolution<R> evolution) {
        UnitOfWork<?> batch = CurrentUnitOfWork.get();
        batch.<Rows>getOrComputeResource(resource, name -> new Rows(batch)).project(event, key, evolution);
    }

    /** For a replay from the beginning: the view is empty when the surrounding transaction commits. */
    public void reset() {
        table.clear();
    }

    /** The rows of one batch. */
    private final class Rows {

        private final Map<String, R> rows = new HashMap<>();
        private final Set<String> loaded = new HashSet<>();
        private final Map<String, R> changed = new LinkedHashMap<>();

        Rows(UnitOfWork<?> batch) {
            if (batch instanceof BatchingUnitOfWork<?> several) {
                several.getMessages().forEach(message -> {
                    if (message instanceof DomainEventMessage<?> event
                            && event.getAggregateIdentifier().startsWith(streamPrefix)) {
                        loaded.add(event.getAggregateIdentifier().substring(streamPrefix.length()));
                    }
                });
                rows.putAll(table.load(loaded));
            }
            batch.onPrepareCommit(unit -> save());
            batch.afterCommit(unit -> changed.values().forEach(this::tell));
        }

        void project(DomainEventMessage<?> event, String key, Evolution<R> evolution) {
            if (loaded.add(key)) {
                rows.putAll(table.load(Set.of(key)));
            }
            R row = rows.get(key);
            long seen = row == null ? -1 : row.version();
            if (event.getSequenceNumber() <= seen) {
                return;
            }
            R next = evolved(row, seen, event, evolution);
            rows.put(key, next);
            changed.put(key, next);
        }

        private R evolved(@Nullable R row, long seen, DomainEventMessage<?> event, Evolution<R> evolution) {
            if (event.getSequenceNumber() > seen + 1) {
                throw new IllegalStateException("%s: event %d can't follow event %d"
                        .formatted(event.getAggregateIdentifier(), event.getSequenceNumber(), seen));
            }
            try {
                return evolution.evolve(row, Moment.of(event));
            } catch (RuntimeException e) {
                // Of a known type, because a dead letter keeps the type's name.
                throw new IllegalStateException(
                        "%s: event %d can't be applied: %s"
                                .formatted(event.getAggregateIdentifier(), event.getSequenceNumber(), e.getMessage()),
                        e);
            }
        }

        private void save() {
            if (!changed.isEmpty()) {
                table.save(changed.values());
            }
        }

        /** The rows are committed; whoever isn't told of it reads them anyway, a little later. */
        private void tell(R row) {
            try {
                tell.accept(row);
            } catch (RuntimeException e) {
                log.warn(
                        "Those who follow {}{} could not be told of its version {}",
                        streamPrefix,
                        row.key(),
                        row.version(),
                        e);
            }
        }
    }
}
