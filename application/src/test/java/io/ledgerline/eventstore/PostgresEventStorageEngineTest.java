package io.ledgerline.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.LogicalTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

class PostgresEventStorageEngineTest {

    record Noted(String text) {}

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private PostgresEventStorageEngine engine;

    @BeforeEach
    void engine() {
        TransactionManager transactions =
                new SpringTransactionManager(new JdbcTransactionManager(database.dataSource()));
        LogicalNameSerializer serializer =
                LogicalNameSerializer.of(new LogicalNames(List.of(LogicalTypes.of("test", Noted.class))));
        engine = new PostgresEventStorageEngine(
                JdbcEventStorageEngine.builder()
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .batchSize(50),
                new SpringDataSourceConnectionProvider(database.dataSource()),
                transactions,
                database.jdbc());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givenASnapshot_whenLoaded_thenItIsFound() {
        DomainEventMessage<Noted> snapshot = noted("order-1", 7);
        engine.storeSnapshot(snapshot);

        assertThat(engine.readSnapshot("order-1"))
                .hasValueSatisfying(read -> assertThat(read.getSequenceNumber()).isEqualTo(7));
    }

    @Test
    void givenAnAppend_whenRead_thenItIsTheSameAndTheLogIsReadable() {
        DomainEventMessage<Noted> event = noted("order-1", 0);
        engine.appendEvents(event);

        DomainEventMessage<?> read = engine.readEvents("order-1").next();
        assertThat(read.getPayload()).isEqualTo(event.getPayload());
        assertThat(read.getIdentifier()).isEqualTo(event.getIdentifier());
        assertThat(read.getTimestamp()).isEqualTo(event.getTimestamp().truncatedTo(ChronoUnit.MICROS));
        assertThat(database.jdbc()
                        .sql("select type || ' ' || (payload::json ->> 'text') from events where stream_id = 'order-1'")
                        .query(String.class)
                        .single())
                .isEqualTo("test.Noted order-1/0");
    }

    @Test
    void givenAStream_whenASecondWriterUsesTheSameSequence_thenItIsAConflict() {
        engine.appendEvents(noted("order-1", 0));

        assertThatThrownBy(() -> engine.appendEvents(noted("order-1", 0)))
                .isInstanceOf(AggregateStreamCreationException.class);
        engine.appendEvents(noted("order-1", 1));
        assertThatThrownBy(() -> engine.appendEvents(noted("order-1", 1))).isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void givenAnAppendHeldOpen_whenOthersCommit_thenNothingIsReadPastItAndNothingIsMissed() throws SQLException {
        engine.appendEvents(noted("order-1", 0));
        try (Connection held = hold("order-late")) {
            engine.appendEvents(noted("order-2", 0));
            engine.appendEvents(noted("order-3", 0));

            assertThat(streams(null)).containsExactly("order-1");
            held.commit();
        }
        assertThat(streams(null)).containsExactly("order-1", "order-late", "order-2", "order-3");
    }

    @Test
    void givenAnAppendRolledBack_whenReadOn_thenItsGapIsPassedAtOnce() throws SQLException {
        try (Connection held = hold("order-never")) {
            engine.appendEvents(noted("order-1", 0));
            held.rollback();
        }
        assertThat(streams(null)).containsExactly("order-1");
    }

    @Test
    void givenALongTransactionThatAppendsNothing_whenAGapIsMet_thenItDoesNotHoldReadersUp() throws SQLException {
        try (Connection unrelated = database.dataSource().getConnection();
                Connection held = hold("order-never")) {
            unrelated.setAutoCommit(false);
            unrelated.createStatement().execute("insert into customer_key values ('c', '', 'm')");
            engine.appendEvents(noted("order-1", 0));
            held.rollback();

            assertThat(streams(null)).containsExactly("order-1");
            unrelated.rollback();
        }
    }

    @Test
    void givenAnAppendHeldOpen_whenAHeadIsAskedFor_thenItIsNotGivenBeforeTheLogIsDecided() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection held = hold("order-late")) {
            engine.appendEvents(noted("order-1", 0));
            Future<TrackingToken> head = other.submit(engine::createHeadToken);
            await().during(Duration.ofMillis(300)).until(() -> !head.isDone());
            held.commit();

            assertThat(streams(head.get(5, TimeUnit.SECONDS))).isEmpty();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void givenManyWritersThatCommitLateOrNever_whenOneReadsMeanwhile_thenItSeesEachCommittedEventOnceAndInOrder()
            throws Exception {
        long seed = System.nanoTime();
        Set<String> committed = ConcurrentHashMap.newKeySet();
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            Random random = new Random(seed + writer);
            String prefix = "order-" + writer + "-";
            running.add(writers.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    write(prefix + i, random, committed);
                }
                return null;
            }));
        }
        List<String> seen = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        TrackingToken[] last = {null};
        await("reader, seed " + seed).atMost(Duration.ofSeconds(30)).until(() -> {
            boolean finished = running.stream().allMatch(Future::isDone);
            List<? extends TrackedEventMessage<?>> events = read(last[0]);
            for (TrackedEventMessage<?> event : events) {
                seen.add(((DomainEventMessage<?>) event).getAggregateIdentifier());
                positions.add(event.trackingToken().position().orElseThrow());
                last[0] = event.trackingToken();
            }
            return finished && events.isEmpty();
        });
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdownNow();

        assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
        assertThat(positions).isSorted();
    }

    private void write(String stream, Random random, Set<String> committed) throws SQLException {
        try (Connection connection = hold(stream)) {
            LockSupport.parkNanos(random.nextInt(20) == 0 ? 50_000_000 : random.nextInt(2_000_000));
            if (random.nextInt(5) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                committed.add(stream);
            }
        }
    }

    /** An append as any client of the database may do it, not committed yet. */
    private Connection hold(String stream) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("""
                insert into events (stream_id, stream_type, sequence, event_id, type, revision, payload, metadata,
                                    recorded_at)
                values (?, 'order', 0, gen_random_uuid()::text, 'test.Noted', null, '{"text":"held"}', '{}', now())""")) {
            insert.setString(1, stream);
            insert.executeUpdate();
        }
        return connection;
    }

    private List<String> streams(TrackingToken from) {
        return read(from).stream()
                .map(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier())
                .toList();
    }

    private List<? extends TrackedEventMessage<?>> read(TrackingToken from) {
        return engine.readEvents(from, false).toList();
    }

    private static DomainEventMessage<Noted> noted(String stream, long sequence) {
        return new GenericDomainEventMessage<>("order", stream, sequence, new Noted(stream + "/" + sequence));
    }
}
