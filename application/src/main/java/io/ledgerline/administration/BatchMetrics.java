package io.ledgerline.administration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** What a processor handles: how many events, in how large batches, and how long these take to the end of their transaction. */
final class BatchMetrics implements MessageHandlerInterceptor<EventMessage<?>> {

    private static final String COUNTED = BatchMetrics.class.getName();

    private final MeterRegistry meters;
    private final Counter handled;
    private final DistributionSummary sizes;
    private final Timer succeeded;
    private final Timer failed;

    BatchMetrics(String processor, MeterRegistry meters) {
        this.meters = meters;
        this.handled = Counter.builder("ledgerline.processor.events")
                .description("Events that a processor has handled, in vain or not")
                .tag("processor", processor)
                .register(meters);
        this.sizes = DistributionSummary.builder("ledgerline.processor.batch.size")
                .description("Events in one transaction")
                .baseUnit("events")
                .tag("processor", processor)
                .register(meters);
        this.succeeded = batches(processor, "succeeded");
        this.failed = batches(processor, "failed");
    }

    private Timer batches(String processor, String outcome) {
        return Timer.builder("ledgerline.processor.batches")
                .description("Transactions of a processor")
                .tag("processor", processor)
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        handled.increment();
        unit.root().getOrComputeResource(COUNTED, name -> {
            sizes.record(
                    unit instanceof BatchingUnitOfWork<?> batch
                            ? batch.getMessages().size()
                            : 1);
            Timer.Sample sample = Timer.start(meters);
            unit.afterCommit(committed -> sample.stop(succeeded));
            unit.onRollback(rolledBack -> sample.stop(failed));
            return name;
        });
        return chain.proceed();
    }
}
