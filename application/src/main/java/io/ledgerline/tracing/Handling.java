package io.ledgerline.tracing;

import io.ledgerline.kernel.MessageMetadata;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One message being handled: a span of its trace, and whatever is logged meanwhile says which request it is for. */
final class Handling {

    static final String REQUEST_ID = "requestId";

    private Handling() {}

    /**
     * @param traces null if nobody traces
     */
    static @Nullable Object of(
            @Nullable Traces traces, UnitOfWork<? extends Message<?>> unit, String name, InterceptorChain chain)
            throws Exception {
        String before = MDC.get(REQUEST_ID);
        if (unit.getMessage().getMetaData().get(MessageMetadata.REQUEST_ID) instanceof String request) {
            MDC.put(REQUEST_ID, request);
        }
        try {
            // What happened before anybody traced begins no trace of its own.
            return traces != null && unit.getMessage().getMetaData().containsKey(MessageMetadata.TRACE)
                    ? traced(traces, unit, name, chain)
                    : chain.proceed();
        } finally {
            if (before == null) {
                MDC.remove(REQUEST_ID);
            } else {
                MDC.put(REQUEST_ID, before);
            }
        }
    }

    private static @Nullable Object traced(
            Traces traces, UnitOfWork<? extends Message<?>> unit, String name, InterceptorChain chain)
            throws Exception {
        Span span = traces.begin(unit.getMessage(), name);
        String parent = traces.parent(span);
        if (unit.getMessage() instanceof EventMessage<?>) {
            // What a process sends because of it follows from its handling.
            unit.transformMessage(message -> message.andMetaData(Map.of(MessageMetadata.TRACE, parent)));
        } else {
            unit.registerCorrelationDataProvider(message -> Map.of(MessageMetadata.TRACE, parent));
        }
        try (Tracer.SpanInScope scope = traces.in(span)) {
            return chain.proceed();
        } catch (Exception | Error failure) {
            span.error(failure);
            throw failure;
        } finally {
            span.end();
        }
    }
}
