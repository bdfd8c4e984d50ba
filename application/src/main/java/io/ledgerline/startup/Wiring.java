package io.ledgerline.startup;

import io.ledgerline.eventstore.EventStoreProperties.Mode;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What the program runs on, as it has really been put together. Anything may be missing.
 *
 * @param storage only if the store is in PostgreSQL
 * @param commandExecutor only if commands are run in the process
 */
record Wiring(
        Mode store,
        @Nullable EventStore eventStore,
        @Nullable EventStorageEngine storage,
        @Nullable TransactionManager transactions,
        @Nullable ConnectionProvider connections,
        @Nullable SagaStore<?> sagas,
        Map<String, Serializer> serializers,
        @Nullable CommandBus commandBus,
        @Nullable ExecutorService commandExecutor,
        @Nullable QueryBus queryBus,
        Object queryConnections,
        Map<String, Processor> processors) {

    /**
     * @param declared whether the configuration says how it is to run
     * @param wantsDeadLetters whether the configuration says that it puts failed events aside
     */
    record Processor(
            EventProcessor processor,
            boolean declared,
            boolean wantsDeadLetters,
            @Nullable TransactionManager transactions,
            @Nullable TokenStore tokens,
            @Nullable SequencedDeadLetterQueue<?> deadLetters) {}
}
