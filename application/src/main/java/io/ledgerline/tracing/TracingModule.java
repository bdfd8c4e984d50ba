package io.ledgerline.tracing;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.lifecycle.Phase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TracingModule {

    /** Before anything is handled. Without a tracer only the request's id is passed on to what is logged. */
    @Bean
    ConfigurerModule messageTraces(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        return configurer -> configurer.onInitialize(axon -> axon.onStart(Phase.INSTRUCTION_COMPONENTS, () -> {
            Tracer tracer = tracers.getIfAvailable();
            Traces traces = tracer == null ? null : new Traces(tracer, propagators.getObject());
            CommandBus commands = axon.getComponent(CommandBus.class);
            if (traces != null) {
                commands.registerDispatchInterceptor(traces::sent);
            }
            commands.registerHandlerInterceptor((unit, chain) ->
                    Handling.of(traces, unit, unit.getMessage().getPayloadType().getSimpleName(), chain));
            axon.eventProcessingConfiguration()
                    .eventProcessors()
                    .forEach((name, processor) -> processor.registerHandlerInterceptor((unit, chain) -> Handling.of(
                            traces,
                            unit,
                            name + " " + unit.getMessage().getPayloadType().getSimpleName(),
                            chain)));
        }));
    }
}
