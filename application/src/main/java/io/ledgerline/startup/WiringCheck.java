package io.ledgerline.startup;

import io.ledgerline.eventstore.EventStoreProperties.Mode;
import io.ledgerline.eventstore.LogStorage;
import io.ledgerline.eventstore.StoredNames;
import io.r2dbc.pool.ConnectionPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.axonserver.connector.query.AxonServerQueryBus;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what starts cleanly and loses data in silence. Only what is known to be durable passes: a component that
 * Axon or Spring put in because ours was missing is none of those.
 */
final class WiringCheck {

    private final List<String> faults = new ArrayList<>();

    private WiringCheck() {}

    /** @throws WiringFaults naming each component that is missing, in memory, unbounded or does nothing */
    static void verify(Wiring wiring) {
        WiringCheck check = new WiringCheck();
        check.store(wiring);
        check.is("transaction manager", wiring.transactions(), SpringTransactionManager.class);
        check.is("connection provider", wiring.connections(), SpringDataSourceConnectionProvider.class);
        check.is("saga store", wiring.sagas(), JdbcSagaStore.class);
        wiring.serializers().forEach((name, serializer) -> check.is(name, serializer, StoredNames.class));
        check.is("query connections", wiring.queryConnections(), ConnectionPool.class);
        wiring.processors().forEach(check::processor);
        if (!check.faults.isEmpty()) {
            throw new WiringFaults(check.faults);
        }
    }

    private void store(Wiring wiring) {
        if (wiring.store() == Mode.POSTGRES) {
            is("event storage engine", wiring.storage(), LogStorage.class);
            is("event store", wiring.eventStore(), EmbeddedEventStore.class);
            present("command bus", wiring.commandBus());
            present("query bus", wiring.queryBus());
            bounded("command executor", wiring.commandExecutor());
        } else {
            is("event store", wiring.eventStore(), AxonServerEventStore.class);
            is("command bus", wiring.commandBus(), AxonServerCommandBus.class);
            is("query bus", wiring.queryBus(), AxonServerQueryBus.class);
        }
    }

    private void processor(String name, Wiring.Processor processor) {
        String prefix = "processor " + name;
        is(prefix, processor.processor(), PooledStreamingEventProcessor.class);
        if (!processor.declared()) {
            faults.add(prefix + ": not declared under ledgerline.processors");
        }
        is(prefix + ": transaction manager", processor.transactions(), SpringTransactionManager.class);
        is(prefix + ": token store", processor.tokens(), JdbcTokenStore.class);
        if (processor.wantsDeadLetters()) {
            is(prefix + ": dead-letter queue", processor.deadLetters(), JdbcSequencedDeadLetterQueue.class);
        }
    }

    private void present(String what, @Nullable Object component) {
        if (component == null) {
            faults.add(what + ": missing");
        }
    }

    private void is(String what, @Nullable Object component, Class<?> expected) {
        if (component == null) {
            faults.add(what + ": missing");
        } else if (!expected.isInstance(component)) {
            faults.add(
                    "%s: %s, not %s".formatted(what, component.getClass().getSimpleName(), expected.getSimpleName()));
        }
    }

    private void bounded(String what, @Nullable ExecutorService executor) {
        if (executor == null) {
            faults.add(what + ": missing");
        } else if (!(executor instanceof ThreadPoolExecutor pool)
                || pool.getQueue().remainingCapacity() == Integer.MAX_VALUE
                || pool.getMaximumPoolSize() == Integer.MAX_VALUE) {
            faults.add(what + ": unbounded");
        }
    }
}
