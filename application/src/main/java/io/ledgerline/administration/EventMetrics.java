package io.ledgerline.administration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** How many events this instance has appended: those that are on disk, and no others. */
final class EventMetrics implements Consumer<List<? extends EventMessage<?>>> {

    private final MeterRegistry meters;
    private final Map<Class<?>, Counter> counters = new ConcurrentHashMap<>();

    EventMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void accept(List<? extends EventMessage<?>> events) {
        if (CurrentUnitOfWork.isStarted()) {
            CurrentUnitOfWork.get().root().afterCommit(committed -> count(events));
        } else {
            count(events);
        }
    }

    private void count(List<? extends EventMessage<?>> events) {
        events.forEach(event ->
                counters.computeIfAbsent(event.getPayloadType(), this::counter).increment());
    }

    private Counter counter(Class<?> event) {
        return Counter.builder("ledgerline.events.appended")
                .description("Events that were appended to the log")
                .tag("event", event.getSimpleName())
                .register(meters);
    }
}
