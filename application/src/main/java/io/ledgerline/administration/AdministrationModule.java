package io.ledgerline.administration;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.administration.api.AdministrationEvent;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.nodes.Signals;
import io.ledgerline.processing.ProcessorProperties;
import io.ledgerline.processing.SharedProcessors;
import io.ledgerline.scheduling.PendingAlarms;
import java.time.Clock;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.lifecycle.Phase;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.reactive.HandlerMapping;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class AdministrationModule {

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 50;

    /** For who asks how things are. As with the others of its kind, more than that is refused. */
    @Bean(destroyMethod = "dispose")
    Scheduler reportThreads() {
        return threads("administration-report");
    }

    /** For what may take its time: a processor is paused once all nodes have let go of it. */
    @Bean(destroyMethod = "dispose")
    Scheduler steeringThreads() {
        return threads("administration-steering");
    }

    /** For what is recorded before anything is done, also for what doesn't wait for another deed. */
    @Bean(destroyMethod = "dispose")
    Scheduler auditThreads() {
        return threads("administration-audit");
    }

    private static Scheduler threads(String name) {
        return Schedulers.newBoundedElastic(THREADS, MOST_WAITING, name);
    }

    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "postgres", matchIfMissing = true)
    LogEnd postgresLogEnd(@Qualifier("writeJdbcClient") JdbcClient jdbc) {
        return new PostgresLogEnd(jdbc);
    }

    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "axon-server")
    LogEnd axonServerLogEnd(AxonServerConnectionManager connections) {
        return new AxonServerLogEnd(connections);
    }

    @Bean
    LastFailures lastFailures() {
        return new LastFailures();
    }

    /** Before anything is handled. */
    @Bean
    ConfigurerModule watchedForFailures(LastFailures failures) {
        return configurer -> configurer.onInitialize(axon -> axon.onStart(
                Phase.INSTRUCTION_COMPONENTS,
                () -> axon.eventProcessingConfiguration()
                        .eventProcessors()
                        .forEach((name, processor) -> processor.registerHandlerInterceptor(failures.watching(name)))));
    }

    @Bean
    RunningProcessors runningProcessors(
            EventProcessingConfiguration processing,
            ProcessorProperties properties,
            SharedProcessors shared,
            LastFailures failures,
            @Qualifier("writeSignals") Signals signals) {
        return new RunningProcessors(processing, properties, shared, failures, signals);
    }

    /** After Axon's own handlers of what the dashboard asks for, which it replaces. */
    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "axon-server")
    ConfigurerModule axonServerDashboard(
            AxonServerConnectionManager connections,
            ObjectProvider<RunningProcessors> processors,
            @Qualifier("steeringThreads") Scheduler steering) {
        return configurer -> configurer.onInitialize(axon -> axon.onStart(
                Phase.INSTRUCTION_COMPONENTS + 1,
                () -> new Dashboard(connections, processors.getObject(), steering).connect()));
    }

    @Bean
    ProcessorReport processorReport(
            RunningProcessors processors,
            @Qualifier("writeJdbcClient") JdbcClient write,
            @Qualifier("readJdbcClient") JdbcClient read,
            Serializer serializer,
            LastFailures failures,
            LogEnd log,
            Clock clock) {
        return new ProcessorReport(processors, new StoredSegments(write, read, serializer), failures, log, clock);
    }

    @Bean
    StoredDeadLetters storedDeadLetters(
            @Qualifier("writeJdbcClient") JdbcClient write, @Qualifier("readJdbcClient") JdbcClient read) {
        return new StoredDeadLetters(write, read);
    }

    @Bean
    DeadLetters deadLetters(RunningProcessors processors, EventProcessingConfiguration processing) {
        return new DeadLetters(processors, processing);
    }

    @Bean
    Processes processes(
            @Qualifier("readJdbcClient") JdbcClient read,
            EventStore store,
            ProcessCommands commands,
            PendingAlarms alarms,
            RunningProcessors processors,
            ProcessorReport report,
            LogEnd log,
            Clock clock) {
        return new Processes(new PendingOrders(read, store, commands), alarms, processors, report, log, clock);
    }

    @Bean
    Journal administrationJournal() {
        return new Journal();
    }

    @Bean
    static LogicalTypes administrationTypes() {
        return LogicalTypes.of("administration", AdministrationEvent.class);
    }

    @Bean
    AuditTrail auditTrail(
            EventStore store,
            @Qualifier("requestMappingHandlerMapping") HandlerMapping endpoints,
            @Qualifier("auditThreads") Scheduler threads) {
        return new AuditTrail(store, endpoints, threads);
    }
}
