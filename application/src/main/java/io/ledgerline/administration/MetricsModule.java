package io.ledgerline.administration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.lifecycle.Phase;
import org.axonframework.queryhandling.QueryBus;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code /actuator/metrics} and {@code /actuator/prometheus} tell beside Spring Boot's own. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class MetricsModule {

    private static final Duration STUCK = Duration.ofMinutes(1);

    /** Before anything is handled. */
    @Bean
    ConfigurerModule messageMetrics(MeterRegistry meters) {
        return configurer ->
                configurer.onInitialize(axon -> axon.onStart(Phase.INSTRUCTION_COMPONENTS, () -> count(axon, meters)));
    }

    private static void count(Configuration axon, MeterRegistry meters) {
        axon.getComponent(CommandBus.class).registerHandlerInterceptor(new CommandMetrics(meters));
        axon.eventBus().subscribe(new EventMetrics(meters));
        axon.getComponent(QueryBus.class).registerHandlerInterceptor(new QueryMetrics(meters));
        axon.eventProcessingConfiguration()
                .eventProcessors()
                .forEach((name, processor) -> processor.registerHandlerInterceptor(new BatchMetrics(name, meters)));
    }

    @Bean
    MeterBinder commandExecutorMetrics(@Qualifier("commandExecutor") ExecutorService commands) {
        return new ExecutorServiceMetrics(commands, "commands", List.of());
    }

    @Bean
    MeterBinder eventProcessorMetrics(
            RunningProcessors processors,
            @Qualifier("writeJdbcClient") JdbcClient write,
            @Qualifier("readJdbcClient") JdbcClient read,
            ProcessorReport report) {
        return new ProcessorMetrics(processors, report, write, new StoredDeadLetters(write, read));
    }

    @Bean
    MeterBinder stuckProcessMetrics(Processes processes) {
        return meters -> Gauge.builder(
                        "ledgerline.processes.stuck",
                        new Remembered<>(Duration.ofSeconds(15), () -> processes.count(STUCK)),
                        Supplier::get)
                .description("Processes that have not got on for a minute")
                .strongReference(true)
                .register(meters);
    }

    /** Named as Spring Boot names them, which doesn't see a pool that is wired by hand. */
    @Bean
    MeterBinder readConnectionMetrics(ConnectionPool reads) {
        return meters -> reads.getMetrics().ifPresent(pool -> {
            gauge(meters, "acquired", "Connections in use", pool::acquiredSize);
            gauge(meters, "allocated", "Connections", pool::allocatedSize);
            gauge(meters, "idle", "Connections that nobody uses", pool::idleSize);
            gauge(meters, "pending", "Queries that wait for a connection", pool::pendingAcquireSize);
            gauge(meters, "max.allocated", "Connections, at most", pool::getMaxAllocatedSize);
        });
    }

    private static void gauge(MeterRegistry meters, String what, String description, Supplier<Number> value) {
        Gauge.builder("r2dbc.pool." + what, value)
                .description(description)
                .baseUnit("connections")
                .tag("name", "read")
                .strongReference(true)
                .register(meters);
    }

    @Bean
    TrafficMetrics trafficMetrics(MeterRegistry meters) {
        return new TrafficMetrics(meters);
    }
}
