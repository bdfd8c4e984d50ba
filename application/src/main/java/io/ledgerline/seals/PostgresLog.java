package io.ledgerline.seals;

import io.ledgerline.eventstore.LogStorage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as they are, read page by page: no statement or transaction stays open for long, however long the log is. */
final class PostgresLog implements SealableLog {

    private static final int PAGE = 2_000;

    private final JdbcClient jdbc;
    private final LogStorage storage;

    PostgresLog(JdbcClient jdbc, LogStorage storage) {
        this.jdbc = jdbc;
        this.storage = storage;
    }

    @Override
    public long beforeFirst() {
        return 0;
    }

    @Override
    public long decided() {
        return storage.decided();
    }

    @Override
    public List<LoggedEvent> read(long after, long upTo) {
        return jdbc.sql("""
                select position, stream_id, stream_type, sequence, event_id, type, revision, payload, metadata, recorded_at
                from events where position > ? and position <= ? order by position limit ?""")
                .params(after, upTo, PAGE)
                .query((row, number) -> event(row))
                .list();
    }

    private static LoggedEvent event(ResultSet row) throws SQLException {
        return new LoggedEvent(
                row.getLong("position"),
                row.getString("stream_id"),
                row.getString("stream_type"),
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("revision"),
                row.getString("payload"),
                row.getString("metadata"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }
}
