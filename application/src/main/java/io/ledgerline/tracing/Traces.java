package io.ledgerline.tracing;

import io.ledgerline.kernel.MessageMetadata;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;

/** The trace that a message belongs to travels in its metadata, as W3C's trace context has it. */
final class Traces {

    private final Tracer tracer;
    private final Propagator propagator;

    Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** For commands that are sent: what follows from an event carries that one's trace already. */
    BiFunction<Integer, CommandMessage<?>, CommandMessage<?>> sent(List<? extends CommandMessage<?>> commands) {
        return (index, command) -> {
            Span current = tracer.currentSpan();
            return current == null || command.getMetaData().containsKey(MessageMetadata.TRACE)
                    ? command
                    : command.andMetaData(Map.of(MessageMetadata.TRACE, parent(current)));
        };
    }

    /** Begins the handling of a message, as part of the message's trace. */
    Span begin(Message<?> message, String name) {
        return propagator
                .extract(
                        message.getMetaData(),
                        (metadata, key) -> metadata.get(key) instanceof String text ? text : null)
                .name(name)
                .kind(Span.Kind.CONSUMER)
                .start();
    }

    Tracer.SpanInScope in(@Nullable Span span) {
        return tracer.withSpan(span);
    }

    String parent(Span span) {
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(span.context(), carrier, Map::put);
        return carrier.getOrDefault(MessageMetadata.TRACE, "");
    }
}
