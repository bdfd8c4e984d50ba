package io.ledgerline.administration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;

/** How often queries are asked, and how long their answers take. One that is streamed counts until its stream begins. */
final class QueryMetrics implements MessageHandlerInterceptor<QueryMessage<?, ?>> {

    /** Few, so that a look-up costs next to nothing. */
    private record Kind(Class<?> query, boolean succeeded) {}

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    QueryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends QueryMessage<?, ?>> unit, InterceptorChain chain)
            throws Exception {
        Class<?> query = unit.getMessage().getPayloadType();
        Timer.Sample sample = Timer.start(meters);
        try {
            Object answer = chain.proceed();
            if (answer instanceof CompletableFuture<?> later) {
                later.whenComplete((value, failure) -> stop(sample, query, failure == null));
            } else {
                stop(sample, query, true);
            }
            return answer;
        } catch (Exception failure) {
            stop(sample, query, false);
            throw failure;
        }
    }

    private void stop(Timer.Sample sample, Class<?> query, boolean succeeded) {
        sample.stop(timers.computeIfAbsent(
                new Kind(query, succeeded),
                kind -> Timer.builder("ledgerline.queries")
                        .description("Queries that were answered, or not")
                        .tag("query", kind.query().getSimpleName())
                        .tag("outcome", kind.succeeded() ? "succeeded" : "failed")
                        .register(meters)));
    }
}
