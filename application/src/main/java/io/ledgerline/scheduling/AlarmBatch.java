package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a batch of events sets and cancels, for two statements at its end instead of some for each. The rows are those
 * that db-scheduler itself writes.
 */
final class AlarmBatch {

    private static final String SET = """
            insert into alarms (task_name, task_instance, task_data, execution_time, picked, version)
            values (?, ?, ?, ?, false, 1) on conflict (task_name, task_instance) do nothing""";

    /** One that is ringing is none to cancel. */
    private static final String CANCEL = "delete from alarms where task_name = ? and task_instance = ? and not picked";

    private record Name(String kind, String id) {}

    /** What becomes of an alarm: cancelled, set, or first the one and then the other. */
    private record Change(
            boolean cancelled,
            @Nullable Instant at,
            @Nullable Object data) {}

    private final Map<Name, Change> changes = new LinkedHashMap<>();

    void set(String kind, String id, Instant at, Object data) {
        changes.merge(
                new Name(kind, id),
                new Change(false, at, data),
                (before, set) -> before.at() != null ? before : new Change(before.cancelled(), at, data));
    }

    void cancel(String kind, String id) {
        changes.put(new Name(kind, id), new Change(true, null, null));
    }

    void write(JdbcTemplate jdbc, Serializer serializer) {
        jdbc.batchUpdate(CANCEL, rows(Change::cancelled, (name, change) -> new Object[] {name.kind(), name.id()}));
        jdbc.batchUpdate(SET, rows(change -> change.at() != null, (name, change) -> new Object[] {
            name.kind(),
            name.id(),
            serializer.serialize(change.data()),
            OffsetDateTime.ofInstant(change.at(), ZoneOffset.UTC)
        }));
    }

    private interface Row {
        Object[] of(Name name, Change change);
    }

    private List<Object[]> rows(Predicate<Change> which, Row row) {
        List<Object[]> rows = new ArrayList<>();
        changes.forEach((name, change) -> {
            if (which.test(change)) {
                rows.add(row.of(name, change));
            }
        });
        return rows;
    }
}
