package io.ledgerline.messaging;

import io.ledgerline.kernel.process.ProcessCommands;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.TargetContextResolver;
import org.axonframework.axonserver.connector.query.AxonServerQueryBus;
import org.axonframework.axonserver.connector.query.QueryPriorityCalculator;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolution;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The buses, declared one by one: what Axon would guess here runs commands on the caller's thread. */
@Configuration(proxyBeanMethods = false)
class Buses {

    @Bean
    CorrelationDataProvider metadataCorrelation() {
        return new MetadataCorrelation();
    }

    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService conflictRetries(MessagingProperties properties) {
        // As many as run commands: over Axon Server a command that is tried again runs on these.
        return Executors.newScheduledThreadPool(properties.threads(), new AxonThreadFactory("conflict-retries"));
    }

    @Bean
    ProcessCommands processCommands(CommandGateway gateway, MessagingProperties properties) {
        return new ProcessCommands(gateway, properties.processTimeout());
    }

    private static CommandBus withConventions(
            SimpleCommandBus bus, CorrelationDataProvider correlation, ScheduledExecutorService retries) {
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of(correlation)));
        bus.registerHandlerInterceptor(new RefusalInterceptor());
        return new ConflictRetryingCommandBus(bus, retries);
    }

    /** Queries are answered without blocking, over R2DBC: a transaction here would block a connection and a thread. */
    private static SimpleQueryBus localQueries(QueryUpdateEmitter updates, CorrelationDataProvider correlation) {
        SimpleQueryBus bus = SimpleQueryBus.builder()
                .transactionManager(NoTransactionManager.INSTANCE)
                .queryUpdateEmitter(updates)
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of(correlation)));
        return bus;
    }

    /** Everything in the process. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "postgres", matchIfMissing = true)
    static class InProcess {

        /** Bounded, threads and queue: more than this is refused, not kept in memory. */
        @Bean(destroyMethod = "shutdown")
        ExecutorService commandExecutor(MessagingProperties properties) {
            return new ThreadPoolExecutor(
                    properties.threads(),
                    properties.threads(),
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(properties.queueCapacity()),
                    new AxonThreadFactory("commands"));
        }

        @Bean
        CommandBus commandBus(
                @Qualifier("commandExecutor") Executor commandExecutor,
                @Qualifier("writeTransactions") TransactionManager transactions,
                CorrelationDataProvider correlation,
                @Qualifier("conflictRetries") ScheduledExecutorService retries) {
            return withConventions(
                    AsynchronousCommandBus.builder()
                            .executor(commandExecutor)
                            .transactionManager(transactions)
                            .duplicateCommandHandlerResolver(DuplicateCommandHandlerResolution.rejectDuplicates())
                            .build(),
                    correlation,
                    retries);
        }

        @Bean
        QueryBus queryBus(QueryUpdateEmitter updates, CorrelationDataProvider correlation) {
            return localQueries(updates, correlation);
        }
    }

    /** Commands and queries through Axon Server; its connector has bounded threads of its own for what comes in. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "axon-server")
    static class ThroughAxonServer {

        @Bean
        @Qualifier("localSegment")
        CommandBus localSegment(
                @Qualifier("writeTransactions") TransactionManager transactions,
                CorrelationDataProvider correlation,
                @Qualifier("conflictRetries") ScheduledExecutorService retries) {
            return withConventions(
                    SimpleCommandBus.builder()
                            .transactionManager(transactions)
                            .duplicateCommandHandlerResolver(DuplicateCommandHandlerResolution.rejectDuplicates())
                            .build(),
                    correlation,
                    retries);
        }

        /** What this node can answer it answers itself: nothing goes over the network to come back. */
        @Bean
        QueryBus queryBus(
                AxonServerConnectionManager connections,
                AxonServerConfiguration configuration,
                QueryUpdateEmitter updates,
                CorrelationDataProvider correlation,
                @Qualifier("messageSerializer") Serializer serializer,
                QueryPriorityCalculator priorities,
                TargetContextResolver<? super QueryMessage<?, ?>> contexts) {
            SimpleQueryBus local = localQueries(updates, correlation);
            return AxonServerQueryBus.builder()
                    .axonServerConnectionManager(connections)
                    .configuration(configuration)
                    .localSegment(local)
                    .updateEmitter(local.queryUpdateEmitter())
                    .messageSerializer(serializer)
                    .genericSerializer(serializer)
                    .priorityCalculator(priorities)
                    .targetContextResolver(contexts)
                    .enabledLocalSegmentShortCut()
                    .build();
        }
    }
}
