package io.ledgerline.query.rebuild;

import io.ledgerline.query.View;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** What is written down of views and their rebuilds, for all nodes. Blocks. */
final class RebuildRecords {

    private static final RowMapper<RebuildProgress> PROGRESS = (row, number) -> new RebuildProgress(
            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
            row.getString("started_by"),
            row.getObject("started_at", OffsetDateTime.class).toInstant(),
            row.getObject("updated_at", OffsetDateTime.class).toInstant(),
            row.getObject("first_position", Long.class),
            row.getLong("position"),
            row.getLong("total"),
            row.getLong("events"),
            row.getString("failure"),
            row.getLong("version"));

    private final JdbcTemplate jdbc;

    /**
     * @param jdbc on any connection
     */
    RebuildRecords(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Rows of a view that nobody has noted yet are made by the code of today. */
    int codeVersion(View view) {
        jdbc.update(
                "insert into read.view_rebuild (view, code_version) values (?, ?) on conflict do nothing",
                view.name(),
                view.codeVersion());
        return Optional.ofNullable(jdbc.queryForObject(
                        "select code_version from read.view_rebuild where view = ?", Integer.class, view.name()))
                .orElseThrow();
    }

    Optional<RebuildProgress> progress(View view) {
        return jdbc
                .query(
                        "select * from read.view_rebuild where view = ? and rebuild_id is not null",
                        PROGRESS,
                        view.name())
                .stream()
                .findFirst();
    }

    void begun(View view, String id, String startedBy, @Nullable Long from) {
        codeVersion(view);
        jdbc.update("""
                update read.view_rebuild
                set rebuild_id = ?, state = 'running', started_by = ?, started_at = clock_timestamp(),
                    updated_at = clock_timestamp(), first_position = ?, position = 0, total = 0, events = 0,
                    failure = null, cancelled = false, version = version + 1
                where view = ?""", id, startedBy, from, view.name());
    }

    /**
     * @return whether it is to go on
     */
    boolean advanced(String id, long position, long total, long events) {
        List<Boolean> cancelled = jdbc.queryForList("""
                update read.view_rebuild
                set position = ?, total = ?, events = ?, updated_at = clock_timestamp(), version = version + 1
                where rebuild_id = ? and state = 'running' returning cancelled""", Boolean.class, position, total, events, id);
        return cancelled.equals(List.of(false));
    }

    void cancel(View view) {
        jdbc.update("update read.view_rebuild set cancelled = true where view = ? and state = 'running'", view.name());
    }

    /** In the transaction that exchanges the tables. */
    void completed(View view, String id, long position, long events) {
        int completed = jdbc.update("""
                update read.view_rebuild
                set state = 'completed', position = ?, total = ?, events = ?, code_version = ?,
                    updated_at = clock_timestamp(), version = version + 1
                where rebuild_id = ? and state = 'running' and not cancelled""", position, position, events, view.codeVersion(), id);
        if (completed == 0) {
            throw new RebuildStopped(State.CANCELLED);
        }
    }

    /** If it was running. */
    void ended(String id, State state, @Nullable String failure) {
        ended("rebuild_id", id, state, failure);
    }

    /** If one was running: whoever ran it is no more. */
    void interrupted(View view) {
        ended("view", view.name(), State.INTERRUPTED, null);
    }

    private void ended(String key, String value, State state, @Nullable String failure) {
        jdbc.update("""
                update read.view_rebuild
                set state = ?, failure = ?, updated_at = clock_timestamp(), version = version + 1
                where %s = ? and state = 'running'""".formatted(key), state.name().toLowerCase(Locale.ROOT), failure, value);
    }
}
