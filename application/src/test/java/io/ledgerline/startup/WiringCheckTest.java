package io.ledgerline.startup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.ledgerline.eventstore.EventStoreProperties.Mode;
import io.ledgerline.eventstore.LogStorage;
import io.ledgerline.eventstore.StoredNames;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.axonserver.connector.query.AxonServerQueryBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.SubscribingEventProcessor;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.deadletter.InMemorySequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.inmemory.InMemorySagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WiringCheckTest {

    /** One part at a time is spoilt; what isn't given stays as it should be. */
    private static final class Parts {
        Mode store;
        EventStore eventStore;
        EventStorageEngine storage =
                mock(EventStorageEngine.class, withSettings().extraInterfaces(LogStorage.class));
        TransactionManager transactions = mock(SpringTransactionManager.class);
        ConnectionProvider connections = mock(SpringDataSourceConnectionProvider.class);
        SagaStore<?> sagas = mock(JdbcSagaStore.class);
        Map<String, Serializer> serializers = new HashMap<>(
                Map.of("event serializer", mock(Serializer.class, withSettings().extraInterfaces(StoredNames.class))));
        CommandBus commandBus;
        ExecutorService commandExecutor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(10));
        QueryBus queryBus;
        Object queryConnections = mock(ConnectionPool.class);
        EventProcessor processor = mock(PooledStreamingEventProcessor.class);
        boolean declared = true;
        TransactionManager processorTransactions = mock(SpringTransactionManager.class);
        TokenStore tokens = mock(JdbcTokenStore.class);
        SequencedDeadLetterQueue<?> deadLetters = mock(JdbcSequencedDeadLetterQueue.class);

        Parts(Mode store) {
            this.store = store;
            boolean postgres = store == Mode.POSTGRES;
            eventStore = postgres ? mock(EmbeddedEventStore.class) : mock(AxonServerEventStore.class);
            commandBus = postgres ? mock(CommandBus.class) : mock(AxonServerCommandBus.class);
            queryBus = postgres ? mock(QueryBus.class) : mock(AxonServerQueryBus.class);
        }

        Wiring assembled() {
            return new Wiring(
                    store,
                    eventStore,
                    storage,
                    transactions,
                    connections,
                    sagas,
                    serializers,
                    commandBus,
                    commandExecutor,
                    queryBus,
                    queryConnections,
                    Map.of(
                            "orders-view",
                            new Wiring.Processor(
                                    processor, declared, true, processorTransactions, tokens, deadLetters)));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void givenEverythingDurable_whenStarted_thenItStarts(Mode store) {
        assertThatCode(() -> WiringCheck.verify(new Parts(store).assembled())).doesNotThrowAnyException();
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(Mode.values())
                .flatMap(store -> Stream.of(
                        spoil(store, "transaction manager", p -> p.transactions = null),
                        spoil(store, "transaction manager", p -> p.transactions = NoTransactionManager.INSTANCE),
                        spoil(store, "connection provider", p -> p.connections = null),
                        spoil(store, "saga store", p -> p.sagas = new InMemorySagaStore()),
                        spoil(store, "saga store", p -> p.sagas = null),
                        spoil(store, "event serializer", p -> p.serializers.put("event serializer", null)),
                        spoil(
                                store,
                                "event serializer",
                                p -> p.serializers.put(
                                        "event serializer",
                                        Jackson3Serializer.builder().build())),
                        spoil(store, "query connections", p -> p.queryConnections = mock(ConnectionFactory.class)),
                        spoil(store, "event store", p -> p.eventStore = null),
                        spoil(store, "command bus", p -> p.commandBus = null),
                        spoil(store, "query bus", p -> p.queryBus = null),
                        spoil(store, "processor orders-view", p -> p.processor = mock(SubscribingEventProcessor.class)),
                        spoil(store, "processor orders-view", p -> p.declared = false),
                        spoil(
                                store,
                                "processor orders-view: transaction manager",
                                p -> p.processorTransactions = NoTransactionManager.INSTANCE),
                        spoil(store, "processor orders-view: token store", p -> p.tokens = new InMemoryTokenStore()),
                        spoil(store, "processor orders-view: dead-letter queue", p -> p.deadLetters = null),
                        spoil(
                                store,
                                "processor orders-view: dead-letter queue",
                                p -> p.deadLetters = InMemorySequencedDeadLetterQueue.defaultQueue())));
    }

    static Stream<Arguments> spoiltInOneStore() {
        return Stream.of(
                spoil(Mode.POSTGRES, "event storage engine", p -> p.storage = null),
                spoil(Mode.POSTGRES, "event storage engine", p -> p.storage = new InMemoryEventStorageEngine()),
                spoil(Mode.POSTGRES, "command executor", p -> p.commandExecutor = null),
                spoil(Mode.POSTGRES, "command executor", p -> p.commandExecutor = Executors.newFixedThreadPool(1)),
                spoil(Mode.POSTGRES, "command executor", p -> p.commandExecutor = Executors.newCachedThreadPool()),
                spoil(Mode.AXON_SERVER, "event store", p -> p.eventStore = mock(EmbeddedEventStore.class)),
                spoil(
                        Mode.AXON_SERVER,
                        "command bus",
                        p -> p.commandBus = SimpleCommandBus.builder().build()),
                spoil(
                        Mode.AXON_SERVER,
                        "query bus",
                        p -> p.queryBus = SimpleQueryBus.builder().build()));
    }

    private static Arguments spoil(Mode store, String culprit, Consumer<Parts> spoiler) {
        Parts parts = new Parts(store);
        spoiler.accept(parts);
        return Arguments.of(store, culprit, parts);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"spoilt", "spoiltInOneStore"})
    void givenAPartThatWouldLoseData_whenStarted_thenItRefusesAndNamesTheCulprit(
            Mode store, String culprit, Parts parts) {
        assertThatThrownBy(() -> WiringCheck.verify(parts.assembled()))
                .isInstanceOf(WiringFaults.class)
                .hasMessageContaining(culprit + ": ");
    }

    @Test
    void givenSeveralFaults_whenStarted_thenAllAreNamedAtOnce() {
        Parts parts = new Parts(Mode.POSTGRES);
        parts.sagas = null;
        parts.tokens = null;

        assertThatThrownBy(() -> WiringCheck.verify(parts.assembled()))
                .hasMessageContaining("saga store: missing")
                .hasMessageContaining("token store: missing");
    }
}
