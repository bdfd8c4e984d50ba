package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Alarms;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Alarms in the write database. One that is due already rings as soon as it can be seen. */
final class StoredAlarms implements Alarms {

    private final Supplier<Scheduler> scheduler;
    private final Clock clock;

    /**
     * @param scheduler asked for when it is needed: it knows all alarms, and some of them set others
     */
    StoredAlarms(Supplier<Scheduler> scheduler, Clock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public <T> void set(Alarm.Kind<T> kind, String id, Instant at, T data) {
        scheduler.get().scheduleIfNotExists(new TaskInstance<>(kind.name(), id, data), at);
        if (!at.isAfter(clock.instant())) {
            afterCommit(() -> scheduler.get().triggerCheckForDueExecutions());
        }
    }

    @Override
    public void cancel(Alarm.Kind<?> kind, String id) {
        try {
            scheduler.get().cancel(TaskInstanceId.of(kind.name(), id));
        } catch (TaskInstanceException notThere) {
            // It isn't set, or is just ringing, or has rung at this moment.
        }
    }

    private static void afterCommit(Runnable action) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        } else {
            action.run();
        }
    }
}
