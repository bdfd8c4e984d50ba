package io.ledgerline.query;

import static java.util.Comparator.comparing;

import io.ledgerline.query.ViewTable.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes rows out of events. The rows that a batch touches are loaded at once, evolved in memory and written at once
 * before the batch commits, in its transaction: each version to the history, the last one as what is shown; then the
 * state that each was left in is told.
 *
 * <p>An event that a row has seen changes nothing, so any part of the log may be replayed. An event that can't be applied
 * leaves its row as the events before it made it, so it can go to the dead letters while the rest of its batch is kept.
 */
public final class Projector<R extends ViewRow> {

    private static final Logger log = LoggerFactory.getLogger(Projector.class);

    private final ViewTable<R> table;
    private final String streamPrefix;
    private final Consumer<R> tell;
    private final Writing<R> writing;
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
        this(table, Writing.goingOn(table), streamPrefix, tell);
    }

    private Projector(ViewTable<R> table, Writing<R> writing, String streamPrefix, Consumer<R> tell) {
        this.table = table;
        this.writing = writing;
        this.streamPrefix = streamPrefix;
        this.tell = tell;
    }

    /** Fills other tables, which are empty, and tells nobody. */
    public static <R extends ViewRow> Projector<R> filling(Filling filling, ViewTable<R> table, String streamPrefix) {
        return new Projector<>(table, new Recent<>(filling, table), streamPrefix, row -> {});
    }

    /** Writes over the versions that there are of the same events, and tells nobody. Wants whole batches. */
    public static <R extends ViewRow> Projector<R> repairing(ViewTable<R> table, String streamPrefix) {
        return new Projector<>(table, Writing.repairing(table), streamPrefix, row -> {});
    }

    /**
     * @throws IllegalStateException if the event can't be applied, or one before it is missing
     */
    public void project(DomainEventMessage<?> event, String key, Evolution<R> evolution) {
        UnitOfWork<?> batch = CurrentUnitOfWork.get();
        List<Projector<?>.Rows> together = writtenTogether(batch);
        batch.<Rows>getOrComputeResource(resource, name -> new Rows(batch, together))
                .project(event, key, evolution);
    }

    /** For a replay from the beginning: the view is empty when the surrounding transaction commits. */
    public void reset() {
        table.hold();
        table.clear();
    }

    /** Once others see what the surrounding transaction has done; also if nobody knows whether it has. */
    public static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void afterCompletion(int status) {
                work.run();
            }
        });
    }

    /** In the same order by whoever writes, table by table and key by key: so nobody waits for who waits for them. */
    private static List<Projector<?>.Rows> writtenTogether(UnitOfWork<?> batch) {
        return batch.getOrComputeResource("all rows", name -> {
            List<Projector<?>.Rows> all = new ArrayList<>();
            batch.onPrepareCommit(
                    unit -> all.stream().sorted(comparing(rows -> rows.table())).forEach(rows -> rows.save()));
            return all;
        });
    }

    /** The rows of one batch. */
    private final class Rows {

        private final Map<String, Known<R>> known = new HashMap<>();
        private final Map<String, Version<R>> last = new LinkedHashMap<>();
        private final List<Version<R>> added = new ArrayList<>();

        Rows(UnitOfWork<?> batch, List<Projector<?>.Rows> together) {
            table.hold();
            if (batch instanceof BatchingUnitOfWork<?> several) {
                Map<String, Long> firsts = new HashMap<>();
                several.getMessages().forEach(message -> {
                    if (message instanceof DomainEventMessage<?> event
                            && event.getAggregateIdentifier().startsWith(streamPrefix)) {
                        firsts.putIfAbsent(
                                event.getAggregateIdentifier().substring(streamPrefix.length()),
                                event.getSequenceNumber());
                    }
                });
                known.putAll(writing.load(firsts));
            }
            together.add(this);
            batch.afterCommit(unit -> news().forEach(version -> tell(version.row())));
        }

        private String table() {
            return table.name();
        }

        private void save() {
            writing.save(byKey(added), byKey(news()));
        }

        /** Those of one key stay as they are. */
        private List<Version<R>> byKey(List<Version<R>> versions) {
            return versions.stream()
                    .sorted(comparing(version -> version.row().key()))
                    .toList();
        }

        void project(DomainEventMessage<?> event, String key, Evolution<R> evolution) {
            Version<R> before = last(key, event.getSequenceNumber());
            long seen = before == null ? -1 : before.row().version();
            if (event.getSequenceNumber() <= seen) {
                return;
            }
            Version<R> next = next(before, seen, event, evolution);
            last.put(key, next);
            added.add(next);
        }

        private @Nullable Version<R> last(String key, long sequence) {
            Version<R> version = last.get(key);
            if (version != null) {
                return version;
            }
            if (!known.containsKey(key)) {
                known.putAll(writing.load(Map.of(key, sequence)));
            }
            return known.get(key).last();
        }

        private Version<R> next(
                @Nullable Version<R> before, long seen, DomainEventMessage<?> event, Evolution<R> evolution) {
            if (event.getSequenceNumber() > seen + 1) {
                throw new IllegalStateException("%s: event %d can't follow event %d"
                        .formatted(event.getAggregateIdentifier(), event.getSequenceNumber(), seen));
            }
            try {
                Moment moment = Moment.of(event);
                R row = evolution.evolve(before == null ? null : before.row(), moment);
                return Version.after(before, row, moment, event);
            } catch (RuntimeException e) {
                // Of a known type, because a dead letter keeps the type's name.
                throw new IllegalStateException(
                        "%s: event %d can't be applied: %s"
                                .formatted(event.getAggregateIdentifier(), event.getSequenceNumber(), e.getMessage()),
                        e);
            }
        }

        /** While a history is made again, what is shown is ahead of it. */
        private List<Version<R>> news() {
            return last.values().stream()
                    .filter(version -> version.row().version()
                            > known.get(version.row().key()).shown())
                    .toList();
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
