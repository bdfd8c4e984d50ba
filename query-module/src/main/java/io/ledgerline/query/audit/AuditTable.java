package io.ledgerline.query.audit;

import io.ledgerline.query.CopyRows;
import io.ledgerline.query.ViewLock;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The audit as its projection writes it: blocking, in the transaction of the thread. */
final class AuditTable {

    private static final String COLUMNS = "position, version, effective_at, recorded_at, stream_id, type, revision,"
            + " event_id, who, why, request_id, caused_by, order_id, payload";

    private static final String INSERT =
            "insert into audit (%s) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(COLUMNS);

    private static final String ADD = INSERT + " on conflict do nothing";

    private static final String CORRECT = INSERT
            + " on conflict (position) do update set (%1$s) = row(excluded.%2$s) where audit.*::text <> excluded.*::text"
                    .formatted(COLUMNS, COLUMNS.replace(", ", ", excluded."));

    /** A return is one of the few events of its request. */
    private static final String ORDER_OF_RETURN = """
            select order_id from audit
            where request_id = ? and type = 'order.ItemsReturned' and payload::json ->> 'returnId' = ?""";

    private final JdbcTemplate jdbc;

    AuditTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** First of all, in each transaction that writes. */
    void hold() {
        ViewLock.shared(jdbc, "audit");
    }

    void add(Collection<AuditRow> rows) {
        jdbc.batchUpdate(ADD, rows, rows.size(), AuditTable::bind);
    }

    /** Adds them, or makes those that are there be these. */
    void correct(Collection<AuditRow> rows) {
        jdbc.batchUpdate(CORRECT, rows, rows.size(), AuditTable::bind);
    }

    /** The same where none of them is yet. */
    void copy(Collection<AuditRow> rows) {
        CopyRows copied = new CopyRows();
        rows.forEach(row -> copied.add(row.position())
                .add(row.event().getSequenceNumber())
                .add(row.effectiveAt())
                .add(row.recordedAt())
                .add(row.event().getAggregateIdentifier())
                .add(row.payload().getType().getName())
                .add(row.payload().getType().getRevision())
                .add(row.event().getIdentifier())
                .add(row.who())
                .add(row.why())
                .add(row.requestId())
                .add(row.causedBy())
                .add(row.orderId())
                .add(row.payload().getData())
                .endRow());
        copied.into(jdbc, "audit", COLUMNS);
    }

    void clear() {
        jdbc.update("delete from audit");
    }

    /** Null if nobody knows. */
    @Nullable
    String orderOfReturn(String returnId, @Nullable String requestId) {
        return jdbc.queryForList(ORDER_OF_RETURN, String.class, requestId, returnId).stream()
                .findFirst()
                .orElse(null);
    }

    private static void bind(PreparedStatement statement, AuditRow row) throws SQLException {
        statement.setLong(1, row.position());
        statement.setLong(2, row.event().getSequenceNumber());
        statement.setObject(3, row.effectiveAt().atOffset(ZoneOffset.UTC));
        statement.setObject(4, row.recordedAt().atOffset(ZoneOffset.UTC));
        statement.setString(5, row.event().getAggregateIdentifier());
        statement.setString(6, row.payload().getType().getName());
        statement.setString(7, row.payload().getType().getRevision());
        statement.setString(8, row.event().getIdentifier());
        statement.setString(9, row.who());
        statement.setString(10, row.why());
        statement.setString(11, row.requestId());
        statement.setString(12, row.causedBy());
        statement.setString(13, row.orderId());
        statement.setString(14, row.payload().getData());
    }
}
