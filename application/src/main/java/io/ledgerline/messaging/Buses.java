package io.ledgerline.messaging;

import io.ledgerline.eventstore.Streams;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.messaging.GroupingCommandBus.Grouping;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
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
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
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

    /** The stream that a command is for, as the command bus finds it: Axon's own looks for annotations each time. */
    @Bean
    CommandTargetResolver commandTargetResolver() {
        return command -> new VersionedAggregateIdentifier(GroupingCommandBus.STREAMS.getRoutingKey(command), null);
    }

    @Bean
    ProcessCommands processCommands(CommandGateway gateway, MessagingProperties properties) {
        return new ProcessCommands(gateway, properties.processTimeout());
    }

    /** Bounded: at most each lane waits for a thread. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService commandExecutor(MessagingProperties properties) {
        return new ThreadPoolExecutor(
                properties.threads(),
                properties.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(properties.threads()),
                new AxonThreadFactory("commands"));
    }

    @Bean
    AggregateCache aggregateCache(MessagingProperties properties, Streams streams) {
        return new AggregateCache(properties.cachedAggregates(), streams);
    }

    private static ConflictRetryingCommandBus commands(
            Lanes.WhenFull whenFull,
            MessagingProperties properties,
            Executor executor,
            TransactionManager transactions,
            AggregateCache aggregates,
            CorrelationDataProvider correlation,
            ScheduledExecutorService retries,
            MeterRegistry meters) {
        GroupingCommandBus bus = new GroupingCommandBus(
                new Grouping(
                        properties.threads(), properties.queueCapacity(), whenFull, properties.mostInGroup(), executor),
                transactions,
                aggregates);
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of(correlation)));
        bus.registerHandlerInterceptor(new RefusalInterceptor());
        Gauge.builder("ledgerline.commands.waiting", bus, GroupingCommandBus::waiting)
                .description("Commands that wait for their turn")
                .register(meters);
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

        /** Who sends here must not be blocked: more than fits is refused, not kept in memory. */
        @Bean
        CommandBus commandBus(
                MessagingProperties properties,
                @Qualifier("commandExecutor") Executor commandExecutor,
                @Qualifier("writeTransactions") TransactionManager transactions,
                AggregateCache aggregates,
                CorrelationDataProvider correlation,
                @Qualifier("conflictRetries") ScheduledExecutorService retries,
                MeterRegistry meters) {
            return commands(
                    Lanes.WhenFull.REFUSE,
                    properties,
                    commandExecutor,
                    transactions,
                    aggregates,
                    correlation,
                    retries,
                    meters);
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
        ConflictRetryingCommandBus localSegment(
                MessagingProperties properties,
                @Qualifier("commandExecutor") Executor commandExecutor,
                @Qualifier("writeTransactions") TransactionManager transactions,
                AggregateCache aggregates,
                CorrelationDataProvider correlation,
                @Qualifier("conflictRetries") ScheduledExecutorService retries,
                MeterRegistry meters) {
            return commands(
                    Lanes.WhenFull.WAIT,
                    properties,
                    commandExecutor,
                    transactions,
                    aggregates,
                    correlation,
                    retries,
                    meters);
        }

        @Bean
        ConfigurerModule lastCommands(
                AxonServerConnectionManager connections,
                @Qualifier("localSegment") ObjectProvider<ConflictRetryingCommandBus> local) {
            return configurer -> configurer.onInitialize(axon -> axon.onShutdown(
                    Phase.INBOUND_COMMAND_CONNECTOR - 1,
                    () -> new LastCommands(
                                    () -> connections.isConnected(connections.getDefaultContext())
                                            ? connections
                                                    .getConnection()
                                                    .commandChannel()
                                                    .prepareDisconnect()
                                            : CompletableFuture.completedFuture(null),
                                    () -> local.getObject().underWay())
                            .answered()));
        }

        @Bean
        ConfigurerModule pulse(AxonServerConnectionManager connections) {
            Pulse pulse =
                    new Pulse(() -> connections.getConnection().eventChannel().getLastToken(), System::nanoTime);
            return configurer -> configurer.onInitialize(axon -> {
                axon.onStart(Phase.INSTRUCTION_COMPONENTS, () -> {
                    axon.commandBus().registerDispatchInterceptor(pulse);
                    pulse.start();
                });
                axon.onShutdown(Phase.INSTRUCTION_COMPONENTS, pulse::stop);
            });
        }

        @Bean
        Streams streams(EventStore events) {
            return streams -> {
                Map<String, Long> heads = new HashMap<>();
                streams.forEach(
                        stream -> events.lastSequenceNumberFor(stream).ifPresent(last -> heads.put(stream, last)));
                return heads;
            };
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
            return new LocallyFollowed(AxonServerQueryBus.builder()
                    .axonServerConnectionManager(connections)
                    .configuration(configuration)
                    .localSegment(local)
                    .updateEmitter(local.queryUpdateEmitter())
                    .messageSerializer(serializer)
                    .genericSerializer(serializer)
                    .priorityCalculator(priorities)
                    .targetContextResolver(contexts)
                    .enabledLocalSegmentShortCut());
        }
    }
}
