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
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Alarms in the write database. One that is due already rings as soon as it can be seen. */
final class StoredAlarms implements Alarms {

    private static final String BATCH = StoredAlarms.class.getName();

    private final Supplier<Scheduler> scheduler;
    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final AlarmData serializer = new AlarmData();

    /**
     * @param scheduler asked for when it is needed: it knows all alarms, and some of them set others
     * @param jdbc on the database of the scheduler
     */
    StoredAlarms(Supplier<Scheduler> scheduler, JdbcTemplate jdbc, Clock clock) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public <T> void set(Alarm.Kind<T> kind, String id, Instant at, T data) {
        AlarmBatch batch = batch();
        if (batch == null) {
            scheduler.get().scheduleIfNotExists(new TaskInstance<>(kind.name(), id, data), at);
        } else {
            batch.set(kind.name(), id, at, data);
        }
        if (!at.isAfter(clock.instant())) {
            afterCommit(() -> scheduler.get().triggerCheckForDueExecutions());
        }
    }

    @Override
    public void cancel(Alarm.Kind<?> kind, String id) {
        AlarmBatch batch = batch();
        if (batch != null) {
            batch.cancel(kind.name(), id);
            return;
        }
        try {
            scheduler.get().cancel(TaskInstanceId.of(kind.name(), id));
        } catch (TaskInstanceException notThere) {
            // It isn't set, or is just ringing, or has rung at this moment.
        }
    }

    /** That of the events which are being handled, written with all else that they change; null outside of any. */
    private @Nullable AlarmBatch batch() {
        if (!CurrentUnitOfWork.isStarted() || !(CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?> events)) {
            return null;
        }
        return events.getOrComputeResource(BATCH, name -> {
            AlarmBatch batch = new AlarmBatch();
            events.onPrepareCommit(handled -> batch.write(jdbc, serializer));
            return batch;
        });
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
