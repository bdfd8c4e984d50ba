package io.ledgerline.administration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
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

    /** Before anything is handled. */
    @Bean
    ConfigurerModule messageMetrics(MeterRegistry meters) {
        return configurer ->
                configurer.onInitialize(axon -> axon.onStart(Phase.INSTRUCTION_COMPONENTS, () -> count(axon, meters)));
    }

    private static void count(Configuration axon, MeterRegistry meters) {
        axon.getComponent(CommandBus.class).registerHandlerInterceptor(new CommandMetrics(meters));
        axon.eventBus().subscribe(new EventMetrics(meters));
        Map<String, Counter> queries = new ConcurrentHashMap<>();
        axon.getComponent(QueryBus.class).registerHandlerInterceptor((unit, chain) -> {
            queries.computeIfAbsent(
                            unit.getMessage().getPayloadType().getSimpleName(),
                            query -> Counter.builder("ledgerline.queries")
                                    .description("Queries that were answered, or not")
                                    .tag("query", query)
                                    .register(meters))
                    .increment();
            return chain.proceed();
        });
        axon.eventProcessingConfiguration().eventProcessors().forEach((name, processor) -> {
            Counter handled = Counter.builder("ledgerline.processor.events")
                    .description("Events that a processor has handled, in vain or not")
                    .tag("processor", name)
                    .register(meters);
            processor.registerHandlerInterceptor((unit, chain) -> {
                handled.increment();
                return chain.proceed();
            });
        });
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
}
