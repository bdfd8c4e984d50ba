package io.ledgerline.processing;

import io.ledgerline.kernel.evolution.KnownEvents;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.processing.ProcessorProperties.FirstToken;
import io.ledgerline.processing.ProcessorProperties.Processor;
import io.ledgerline.processing.ProcessorProperties.Side;
import io.ledgerline.roles.Role;
import io.ledgerline.roles.Roles;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;

/**
 * Every processor, explicitly: its source, segments, batches, first token, transactions, tokens and dead letters. What
 * goes wrong is never logged and skipped.
 */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class Processors {

    /** What one side keeps. */
    private record Kept(TransactionManager transactions, ConnectionProvider connections, TokenStore tokens) {}

    @Bean
    ConfigurerModule processorWiring(
            ProcessorProperties properties,
            Roles roles,
            Serializer serializer,
            Revisions revisions,
            BatchedSagaStore sagas,
            @Qualifier("writeTransactions") TransactionManager writeTransactions,
            @Qualifier("writeConnections") ConnectionProvider writeConnections,
            @Qualifier("writeTokenStore") TokenStore writeTokens,
            @Qualifier("readTransactions") TransactionManager readTransactions,
            @Qualifier("readConnections") ConnectionProvider readConnections,
            @Qualifier("readTokenStore") TokenStore readTokens) {
        Kept write = new Kept(writeTransactions, writeConnections, writeTokens);
        Kept read = new Kept(readTransactions, readConnections, readTokens);
        return configurer -> {
            EventProcessingConfigurer processing = configurer.eventProcessing();
            processing.usingPooledStreamingEventProcessors();
            processing.registerDefaultErrorHandler(axon -> PropagatingErrorHandler.instance());
            processing.registerDefaultListenerInvocationErrorHandler(axon -> PropagatingErrorHandler.instance());
            processing.registerDefaultSequencingPolicy(axon -> SequentialPerAggregatePolicy.instance());
            processing.registerDefaultDeadLetterPolicy(axon -> new DeadLetterPolicy());
            processing.registerSagaStore(axon -> sagas);
            if (!roles.include(Role.PROCESS)) {
                configurer.onInitialize(axon ->
                        axon.onStart(Phase.INBOUND_EVENT_CONNECTORS, () -> keepBeginnings(axon, properties, write)));
            }
            properties
                    .processors()
                    .forEach((name, processor) -> register(
                            processing,
                            name,
                            processor,
                            processor.side() == Side.READ ? read : write,
                            serializer,
                            revisions,
                            properties));
        };
    }

    private static void keepBeginnings(Configuration axon, ProcessorProperties properties, Kept kept) {
        Beginnings beginnings = new Beginnings(kept.tokens(), kept.transactions());
        properties.processors().forEach((name, processor) -> {
            if (processor.side() == Side.WRITE) {
                TrackingToken first = firstToken(axon, processor.firstToken()).apply(axon.eventStore());
                beginnings.keep(name, processor.segments(), first);
            }
        });
    }

    private static void register(
            EventProcessingConfigurer processing,
            String name,
            Processor processor,
            Kept kept,
            Serializer serializer,
            Revisions revisions,
            ProcessorProperties properties) {
        processing.registerTransactionManager(name, axon -> kept.transactions());
        processing.registerTokenStore(name, axon -> kept.tokens());
        if (processor.deadLetters()) {
            processing.registerDeadLetterQueue(
                    name,
                    axon -> JdbcSequencedDeadLetterQueue.builder()
                            .processingGroup(name)
                            .connectionProvider(kept.connections())
                            .transactionManager(kept.transactions())
                            .schema(Stores.DEAD_LETTERS)
                            .genericSerializer(serializer)
                            .eventSerializer(serializer)
                            .converter(new DeadLetterConverter(serializer, revisions))
                            .build());
            // Only this node handles the segment's streams, so it knows which of them have dead letters. What reads the
            // log anew comes by those, too.
            processing.registerDeadLetteringEventHandlerInvokerConfiguration(
                    name,
                    (axon, builder) -> builder.enableSequenceIdentifierCache().allowReset(true));
        }
        processing.registerPooledStreamingEventProcessor(
                name,
                axon -> new KnownEvents(axon.eventStore()),
                (axon, builder) -> configured(axon, builder, name, processor, properties));
    }

    private static PooledStreamingEventProcessor.Builder configured(
            Configuration axon,
            PooledStreamingEventProcessor.Builder builder,
            String name,
            Processor processor,
            ProcessorProperties properties) {
        ScheduledExecutorService workers =
                Executors.newScheduledThreadPool(processor.segments(), new AxonThreadFactory(name));
        ScheduledExecutorService coordinator =
                Executors.newScheduledThreadPool(1, new AxonThreadFactory(name + "-coordinator"));
        axon.onShutdown(Phase.EXTERNAL_CONNECTIONS, () -> {
            workers.shutdown();
            coordinator.shutdown();
            return CompletableFuture.completedFuture(null);
        });
        return builder.workerExecutor(workers)
                .coordinatorExecutor(coordinator)
                .initialSegmentCount(processor.segments())
                .batchSize(processor.batchSize())
                .tokenClaimInterval(properties.claimInterval().toMillis())
                .claimExtensionThreshold(properties.claimTimeout().toMillis() / 2)
                // Else a batch that takes longer than that loses its segment to another node, and all it has done.
                .enableCoordinatorClaimExtension()
                .initialToken(firstToken(axon, processor.firstToken()));
    }

    /**
     * A head is taken while the program starts, before it answers anyone: an order that comes in while a processor is
     * still starting lies behind it.
     */
    private static Function<StreamableMessageSource<TrackedEventMessage<?>>, TrackingToken> firstToken(
            Configuration axon, FirstToken first) {
        if (first == FirstToken.TAIL) {
            return StreamableMessageSource::createTailToken;
        }
        TrackingToken head = axon.eventStore().createHeadToken();
        return source -> head;
    }
}
