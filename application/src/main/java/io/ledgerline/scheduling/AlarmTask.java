package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Alarm.Next;
import java.time.Duration;

/** An alarm as db-scheduler runs it. */
final class AlarmTask {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private AlarmTask() {}

    /** Is told what an alarm failed with. */
    interface Failures {
        void failed(String kind, String id, Throwable failure);
    }

    static <T> Task<T> of(Alarm<T> alarm, Failures failures) {
        return Tasks.custom(alarm.kind().name(), alarm.kind().type())
                .onFailure((ExecutionComplete failed, ExecutionOperations<T> operations) -> {
                    failed.getCause()
                            .ifPresent(failure -> failures.failed(
                                    alarm.kind().name(),
                                    failed.getExecution().taskInstance.getId(),
                                    failure));
                    retry(failed, operations);
                })
                .onDeadExecutionRevive()
                .execute((instance, context) -> completion(alarm.ring(instance.getData())));
    }

    private static <T> CompletionHandler<T> completion(Next<T> next) {
        return next instanceof Next.Again<T> again
                ? (complete, operations) -> operations.reschedule(complete, again.at(), again.data())
                : (complete, operations) -> operations.stop();
    }

    private static <T> void retry(ExecutionComplete failed, ExecutionOperations<T> operations) {
        int failures = failed.getExecution().consecutiveFailures;
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        operations.reschedule(failed, failed.getTimeDone().plus(delay.compareTo(LAST_RETRY) < 0 ? delay : LAST_RETRY));
    }
}
