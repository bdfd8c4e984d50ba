package io.ledgerline.kernel.testing;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Real aggregates on a log in memory, behind a command bus that treats refusals as the program's own does: for tests
 * that need more than one stream, or more commands than a fixture takes.
 */
public final class InMemoryAggregates {

    private final Configuration configuration;
    private final List<DomainEventMessage<?>> log = new ArrayList<>();
    private EventStorageEngine engine = new InMemoryEventStorageEngine();

    private InMemoryAggregates(Configurer configurer) {
        configuration = configurer
                .configureEmbeddedEventStore(c -> replaceableEngine())
                .configureCorrelationDataProviders(c -> List.of(new SimpleCorrelationDataProvider(
                        MessageMetadata.COMMAND_ID,
                        MessageMetadata.WHO,
                        MessageMetadata.CAUSED_BY,
                        MessageMetadata.EFFECTIVE_AT)))
                .buildConfiguration();
        configuration.start();
        configuration.commandBus().registerHandlerInterceptor((unitOfWork, chain) -> {
            try {
                return chain.proceed();
            } catch (Rejection rejection) {
                throw Refusing.with(Refusal.of(rejection));
            } catch (AggregateNotFoundException unknown) {
                String type = unknown.getAggregateIdentifier().toString().replaceFirst("-.*", "");
                throw Refusing.with(Rejection.Kind.UNKNOWN, type + "_not_found", Map.of());
            }
        });
        configuration.eventBus().subscribe(events -> events.forEach(event -> log.add((DomainEventMessage<?>) event)));
    }

    private EventStorageEngine replaceableEngine() {
        return (EventStorageEngine) Proxy.newProxyInstance(
                InMemoryAggregates.class.getClassLoader(),
                new Class<?>[] {EventStorageEngine.class},
                (proxy, method, arguments) -> method.invoke(engine, arguments));
    }

    /**
     * @param resources what handlers ask for beside their command
     */
    public static InMemoryAggregates of(List<Class<?>> aggregates, Object... resources) {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false);
        aggregates.forEach(configurer::configureAggregate);
        for (Object resource : resources) {
            register(configurer, resource);
        }
        return new InMemoryAggregates(configurer);
    }

    public static InMemoryAggregates of(Class<?>... aggregates) {
        return of(List.of(aggregates));
    }

    @SuppressWarnings("unchecked")
    private static <T> void register(Configurer configurer, T resource) {
        configurer.registerComponent((Class<T>) resource.getClass(), c -> resource);
    }

    /** As new, for a fraction of the time that new ones take: nothing has happened. */
    public InMemoryAggregates forget() {
        engine = new InMemoryEventStorageEngine();
        log.clear();
        return this;
    }

    /** Each command has an id of its own. */
    public Optional<Refusal> send(Object command) {
        return send(command, Map.of());
    }

    /** The refusal, if it is refused; anything else that goes wrong is thrown. */
    public Optional<Refusal> send(Object command, Map<String, ?> metadata) {
        CommandMessage<?> message = new GenericCommandMessage<>(command);
        try {
            gateway()
                    .send(message.andMetaData(Map.of(MessageMetadata.COMMAND_ID, message.getIdentifier()))
                            .andMetaData(metadata))
                    .join();
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandExecutionException refused
                    && refused.getDetails().orElse(null) instanceof Refusal refusal) {
                return Optional.of(refusal);
            }
            throw e;
        }
    }

    public CommandGateway gateway() {
        return configuration.commandGateway();
    }

    /** What has happened so far, in the order of the log. */
    public List<Object> events() {
        return log.stream().<Object>map(DomainEventMessage::getPayload).toList();
    }

    public List<DomainEventMessage<?>> log() {
        return log;
    }

    public EventStore eventStore() {
        return configuration.eventStore();
    }
}
