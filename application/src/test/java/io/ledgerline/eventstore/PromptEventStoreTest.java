package io.ledgerline.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.LogicalTypes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

class PromptEventStoreTest {

    record Noted(String text) {}

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(50);

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger toldOthers = new AtomicInteger();
    private PostgresEventStorageEngine engine;
    private PromptEventStore store;

    @AfterEach
    void close() {
        store.shutDown();
        database.close();
    }

    @Test
    void givenAReaderAtTheEnd_whenAnEventIsPublished_thenItIsToldOnceItCanReadIt() {
        open(NEVER);
        try (BlockingStream<TrackedEventMessage<?>> reader = reader()) {
            store.publish(noted(0));

            await().atMost(Duration.ofSeconds(5))
                    .untilAtomic(told, count -> assertThat(count).isPositive());
            assertThat(reader.hasNextAvailable()).isTrue();
        }
    }

    @Test
    void givenAReaderAtTheEnd_whenAnotherProcessAppends_thenItIsToldAtTheNextPoll() {
        open(SOON);
        try (BlockingStream<TrackedEventMessage<?>> reader = reader()) {
            engine.appendEvents(noted(0));

            await().untilAtomic(told, count -> assertThat(count).isPositive());
            assertThat(reader.hasNextAvailable()).isTrue();
        }
    }

    @Test
    void givenNoPollIsNear_whenAnotherProcessAppendsAndSaysSo_thenTheReaderIsTold() {
        open(NEVER);
        try (BlockingStream<TrackedEventMessage<?>> reader = reader()) {
            engine.appendEvents(noted(0));
            store.look();

            await().untilAtomic(told, count -> assertThat(count).isPositive());
            assertThat(reader.hasNextAvailable()).isTrue();
            assertThat(toldOthers).hasValue(0);
        }
    }

    @Test
    void whenAnEventIsPublished_thenOthersAreToldAfterTheCommit() {
        open(NEVER);

        store.publish(noted(0));

        assertThat(toldOthers).hasValue(1);
    }

    @Test
    void givenAReaderHasGone_whenAnEventIsPublished_thenOnlyTheOthersAreTold() {
        open(SOON);
        reader().close();
        told.set(0);
        AtomicInteger other = new AtomicInteger();
        try (BlockingStream<TrackedEventMessage<?>> stays = store.openStream(store.createHeadToken())) {
            stays.setOnAvailableCallback(other::incrementAndGet);
            store.publish(noted(0));

            await().untilAtomic(other, count -> assertThat(count).isPositive());
            assertThat(told).hasValue(0);
        }
    }

    /** Waits until the store watches the log: what is published before that is found by polling. */
    private BlockingStream<TrackedEventMessage<?>> reader() {
        BlockingStream<TrackedEventMessage<?>> reader = store.openStream(store.createHeadToken());
        assertThat(reader.hasNextAvailable()).isFalse();
        assertThat(reader.setOnAvailableCallback(told::incrementAndGet)).isTrue();
        await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getThreadGroup() != null
                        && thread.getKey().getThreadGroup().getName().equals("log-watcher")
                        && List.of(thread.getValue()).toString().contains("peekGlobalStream")));
        return reader;
    }

    private void open(Duration pollInterval) {
        SpringTransactionManager transactions =
                new SpringTransactionManager(new JdbcTransactionManager(database.dataSource()));
        ConnectionProvider connections = new SpringDataSourceConnectionProvider(database.dataSource());
        LogicalNameSerializer serializer =
                LogicalNameSerializer.of(new LogicalNames(List.of(LogicalTypes.of("test", Noted.class))));
        engine = new PostgresEventStorageEngine(
                JdbcEventStorageEngine.builder().eventSerializer(serializer).snapshotSerializer(serializer),
                connections,
                transactions,
                database.jdbc());
        store = new PromptEventStore(
                EmbeddedEventStore.builder().storageEngine(engine).fetchDelay(pollInterval.toMillis()),
                toldOthers::incrementAndGet);
    }

    private static DomainEventMessage<Noted> noted(long sequence) {
        return new GenericDomainEventMessage<>("order", "order-1", sequence, new Noted("said"));
    }
}
