package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.CanBeGivenUp;
import io.ledgerline.kernel.process.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The alarms that don't get on, looked at from outside. Blocks. */
public final class PendingAlarms {

    private static final String OVERDUE = """
            where set_at < :before and (task_name = any(:asking) or execution_time < :before
                   or consecutive_failures > 0)""";

    /** As {@link Pending#name} has it. */
    private static final String NAME =
            "('alarm:' || task_name || ':' || replace(task_instance, '/', ':')) collate \"C\"";

    private static final String COLUMNS = """
            select task_name, task_instance, task_data, set_at, execution_time, picked, consecutive_failures, last_error
            from alarms
            """;

    private final Scheduler scheduler;
    private final JdbcClient write;
    private final Map<String, Alarm<?>> alarms = new TreeMap<>();
    private final Clock clock;
    private final AlarmData serializer = new AlarmData();

    PendingAlarms(Scheduler scheduler, JdbcClient write, List<Alarm<?>> alarms, Clock clock) {
        this.scheduler = scheduler;
        this.write = write;
        alarms.forEach(alarm -> this.alarms.put(alarm.kind().name(), alarm));
        this.clock = clock;
    }

    /**
     * @param about the stream that it is about; null if only the alarm knows
     * @param waitsFor for people; null if only for its time
     * @param setAt when it was set first
     * @param next when it rings
     * @param ringing whether it does so at this moment
     * @param failures in a row
     * @param lastError null if it never failed
     */
    public record Pending(
            String kind,
            String id,
            @Nullable String about,
            @Nullable String waitsFor,
            Instant setAt,
            Instant next,
            boolean ringing,
            int failures,
            @Nullable String lastError) {

        /** Fits into a path. */
        public String name() {
            return "alarm:" + kind + ":" + id.replace('/', ':');
        }
    }

    /**
     * Those that have asked somebody since before that time, and those that should have rung before it, or ring in vain;
     * by when they were set, and then by name.
     *
     * @param after only those that were set later are told of,
     * @param afterName or at the same time, if their names come behind this one
     */
    public List<Pending> overdue(Instant since, Instant after, String afterName, int limit) {
        return write.sql(COLUMNS + OVERDUE + " and (set_at, " + NAME + ") > (:after, :name) order by set_at, " + NAME
                        + " limit :limit")
                .param("before", at(since))
                .param("asking", asking())
                .param("after", at(after))
                .param("name", afterName)
                .param("limit", limit)
                .query((row, number) -> pending(row))
                .list();
    }

    /** How many there are of those. */
    public long countOverdue(Instant since) {
        return write.sql("select count(*) from alarms " + OVERDUE)
                .param("before", at(since))
                .param("asking", asking())
                .query(Long.class)
                .single();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    public Optional<Pending> find(String kind, String id) {
        return write.sql(COLUMNS + " where task_name = ? and task_instance = ?")
                .params(kind, id)
                .query((row, number) -> pending(row))
                .optional();
    }

    private String[] asking() {
        return alarms.values().stream()
                .filter(CanBeGivenUp.class::isInstance)
                .map(alarm -> alarm.kind().name())
                .toArray(String[]::new);
    }

    /** Now, instead of later; one that is ringing, or has rung, is left alone. */
    public void ringNow(String kind, String id) {
        try {
            scheduler.reschedule(TaskInstanceId.of(kind, id), clock.instant());
        } catch (TaskInstanceException ringing) {
            return;
        }
        scheduler.triggerCheckForDueExecutions();
    }

    public boolean canBeGivenUp(String kind) {
        return alarms.get(kind) instanceof CanBeGivenUp<?>;
    }

    /**
     * Gives up what it asks for, and cancels it.
     *
     * @return false if there is no such alarm any more
     * @throws IllegalArgumentException if it can't be given up
     */
    public boolean giveUp(String kind, String id, Decision decision) {
        if (!(alarms.get(kind) instanceof CanBeGivenUp<?> alarm)) {
            throw new IllegalArgumentException(kind + " can't be given up");
        }
        Optional<byte[]> data = write.sql("select task_data from alarms where task_name = ? and task_instance = ?")
                .params(kind, id)
                .query(byte[].class)
                .optional();
        data.ifPresent(stored -> giveUp(alarm, stored, decision));
        if (data.isPresent()) {
            try {
                scheduler.cancel(TaskInstanceId.of(kind, id));
            } catch (TaskInstanceException ringing) {
                // It asks until its own deadline, and can't change any more what was decided.
            }
        }
        return data.isPresent();
    }

    private <T> void giveUp(CanBeGivenUp<T> alarm, byte[] stored, Decision decision) {
        alarm.giveUp(serializer.deserialize(alarm.kind().type(), stored), decision);
    }

    private Pending pending(ResultSet row) throws SQLException {
        String kind = row.getString("task_name");
        byte[] data = row.getBytes("task_data");
        boolean asks = alarms.get(kind) instanceof CanBeGivenUp<?> && data != null;
        return new Pending(
                kind,
                row.getString("task_instance"),
                asks ? about((CanBeGivenUp<?>) alarms.get(kind), data) : null,
                asks ? waitsFor((CanBeGivenUp<?>) alarms.get(kind), data) : null,
                row.getObject("set_at", OffsetDateTime.class).toInstant(),
                row.getObject("execution_time", OffsetDateTime.class).toInstant(),
                row.getBoolean("picked"),
                row.getInt("consecutive_failures"),
                row.getString("last_error"));
    }

    private <T> String about(CanBeGivenUp<T> alarm, byte[] data) {
        return alarm.about(serializer.deserialize(alarm.kind().type(), data));
    }

    private <T> String waitsFor(CanBeGivenUp<T> alarm, byte[] data) {
        return alarm.waitsFor(serializer.deserialize(alarm.kind().type(), data));
    }
}
