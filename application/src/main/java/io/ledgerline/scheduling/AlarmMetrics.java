package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How often alarms ring here, of which kind, how long it takes and whether they fail. */
final class AlarmMetrics extends AbstractSchedulerListener {

    private final MeterRegistry meters;

    AlarmMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void onExecutionComplete(ExecutionComplete rung) {
        boolean failed = rung.getResult() == ExecutionComplete.Result.FAILED;
        Timer.builder("ledgerline.alarms")
                .description("Alarms that rang, in vain or not")
                .tag("kind", rung.getExecution().taskInstance.getTaskName())
                .tag("outcome", failed ? "failed" : "succeeded")
                .register(meters)
                .record(rung.getDuration());
    }
}
