package io.ledgerline.administration;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** As the table has it: an append that is held open holds readers up, so what lies behind it counts as not read. */
final class PostgresLogEnd implements LogEnd {

    private final JdbcClient jdbc;

    PostgresLogEnd(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long beforeFirst() {
        return 0;
    }

    @Override
    public long position() {
        return jdbc.sql("select coalesce(max(position), 0) from events")
                .query(Long.class)
                .single();
    }

    @Override
    public Optional<Instant> recordedAfter(long position) {
        return jdbc.sql("select recorded_at from events where position > ? order by position limit 1")
                .param(position)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
