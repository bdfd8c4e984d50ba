package io.ledgerline.imports;

import io.ledgerline.imports.Batch.Row;
import io.ledgerline.imports.Batch.Settled;
import io.ledgerline.imports.ImportProgress.Amounts;
import io.ledgerline.imports.ImportProgress.Status;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The imports and their rows, as they are stored. All transactions are short. */
final class Imports {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Imports(DataSource dataSource, TransactionTemplate transaction) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = transaction;
    }

    /** Empty for what can't be an id, too: PostgreSQL refuses some of what an address can hold. */
    Optional<ImportProgress> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("select * from import where id = ?")
                .param(id)
                .query((row, n) -> progress(row))
                .optional();
    }

    /** @return false if there is one already, perhaps begun at the same moment */
    boolean begin(String id, String sha256, StagedFiles.Staged file, Instant startedAt, Sender sender) {
        return jdbc.sql("""
                                insert into import (id, format, sha256, file_id, request_id, started_by, rows_total, started_at)
                                values (:id, :format, :sha256, :file, :request, :startedBy, :rows, :startedAt)
                                on conflict do nothing
                                """)
                        .param("id", id)
                        .param("format", OnlineRetail.FORMAT)
                        .param("sha256", sha256)
                        .param("file", file.fileId())
                        .param("request", sender.requestId())
                        .param("startedBy", sender.name())
                        .param("rows", file.rows())
                        .param("startedAt", startedAt.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Lets an import that has failed go on from where it stopped; does nothing to others. */
    void resume(String id) {
        jdbc.sql("""
                        update import set status = 'running', failure = null, finished_at = null, version = version + 1
                        where id = ? and status = 'failed'
                        """).param(id).update();
    }

    /** The oldest import that nobody works on. */
    Optional<Lease> take(String owner, Duration lease) {
        return jdbc.sql("""
                        update import set lease_owner = :owner,
                                          lease_until = clock_timestamp() + make_interval(secs => :seconds)
                        where id = (select id from import
                                    where status = 'running'
                                      and (lease_until is null or lease_until < clock_timestamp())
                                    order by started_at
                                    limit 1
                                    for update skip locked)
                        returning id, file_id, next_line, request_id
                        """)
                .param("owner", owner)
                .param("seconds", seconds(lease))
                .query((row, n) -> new Lease(
                        row.getString("id"),
                        owner,
                        row.getLong("file_id"),
                        row.getInt("next_line"),
                        row.getString("request_id")))
                .optional();
    }

    /** @throws Lease.Lost if it is no longer ours */
    void renew(Lease lease, Duration duration) {
        int renewed = jdbc.sql("""
                        update import set lease_until = clock_timestamp() + make_interval(secs => :seconds)
                        where id = :id and lease_owner = :owner and status = 'running'
                        """)
                .param("seconds", seconds(duration))
                .param("id", lease.importId())
                .param("owner", lease.owner())
                .update();
        if (renewed == 0) {
            throw new Lease.Lost(lease);
        }
    }

    /** Lets others take over at once whatever the owner works on. */
    void release(String owner) {
        jdbc.sql("update import set lease_owner = null, lease_until = null where lease_owner = ?")
                .param(owner)
                .update();
    }

    /** @return without rows if all of the file's invoices are settled */
    Batch next(Lease lease, int size) {
        List<Row> rows = jdbc.sql(ROWS + "and line_number >= :from order by line_number limit :limit")
                .param("file", lease.fileId())
                .param("from", lease.nextLine())
                .param("limit", size)
                .query(Imports::row)
                .list();
        if (rows.isEmpty()) {
            return new Batch(rows, lease.nextLine(), List.of());
        }
        int nextLine = rows.get(rows.size() - 1).line() + 1;
        List<String> invoices = rows.stream()
                .filter(row -> row.reason() == null)
                .flatMap(row -> Stream.ofNullable(row.invoice()))
                .distinct()
                .toList();
        List<String> tooLarge = invoices.isEmpty() ? List.of() : tooLarge(lease.fileId(), invoices);
        List<String> whole =
                invoices.stream().filter(invoice -> !tooLarge.contains(invoice)).toList();
        List<Row> all = new ArrayList<>(rows);
        if (!whole.isEmpty()) {
            all.addAll(jdbc.sql(
                            ROWS + "and line_number >= :from and invoice = any(:invoices::text[]) order by line_number")
                    .param("file", lease.fileId())
                    .param("from", nextLine)
                    .param("invoices", whole.toArray(String[]::new))
                    .query(Imports::row)
                    .list());
        }
        return new Batch(all, nextLine, tooLarge);
    }

    private static final String ROWS = """
            select line_number, invoice, amount, reason, reverses, case when reason is null then columns end as columns
            from import_line where file_id = :file and state = 'pending' and credited_at is null
            """;

    List<String> tooLarge(long fileId, List<String> invoices) {
        return jdbc.sql("""
                        select invoice from import_line where file_id = :file and invoice = any(:invoices::text[])
                        group by invoice having count(*) > :most
                        """)
                .param("file", fileId)
                .param("invoices", invoices.toArray(String[]::new))
                .param("most", Batch.MOST_LINES_OF_INVOICE)
                .query(String.class)
                .list();
    }

    /**
     * Marks the rows and counts them, once.
     *
     * @return the lease as it stands after them
     * @throws Lease.Lost if another has taken over; then nothing is marked or counted
     */
    Lease settle(Lease lease, Settled settled, Duration duration) {
        Batch batch = settled.batch();
        BigDecimal amountImported = BigDecimal.ZERO;
        BigDecimal amountRejected = BigDecimal.ZERO;
        List<Integer> imported = new ArrayList<>();
        List<Integer> rejected = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Row row : batch.rows()) {
            String reason = settled.rejected().get(row.line());
            if (reason == null) {
                imported.add(row.line());
                amountImported = amountImported.add(row.amount());
            } else {
                rejected.add(row.line());
                reasons.add(reason);
                amountRejected = amountRejected.add(row.amount());
            }
        }
        Counts counts = new Counts(
                imported.size(),
                rejected.size(),
                settled.orders(),
                settled.creditNotes(),
                amountImported,
                amountRejected);
        transaction.executeWithoutResult(status -> {
            count(lease, batch.nextLine(), counts, duration);
            mark(lease.fileId(), imported, rejected, reasons);
        });
        return lease.at(batch.nextLine());
    }

    private record Counts(
            int imported,
            int rejected,
            int orders,
            int creditNotes,
            BigDecimal amountImported,
            BigDecimal amountRejected) {}

    private void count(Lease lease, int nextLine, Counts counts, Duration duration) {
        int updated = jdbc.sql("""
                        update import set next_line = :next,
                            rows_imported = rows_imported + :imported, rows_rejected = rows_rejected + :rejected,
                            orders_imported = orders_imported + :orders,
                            credit_notes_imported = credit_notes_imported + :creditNotes,
                            amount_imported = amount_imported + :amountImported,
                            amount_rejected = amount_rejected + :amountRejected,
                            lease_until = clock_timestamp() + make_interval(secs => :seconds), version = version + 1
                        where id = :id and lease_owner = :owner and next_line = :from and status = 'running'
                        """)
                .param("next", nextLine)
                .param("imported", counts.imported())
                .param("rejected", counts.rejected())
                .param("orders", counts.orders())
                .param("creditNotes", counts.creditNotes())
                .param("amountImported", counts.amountImported())
                .param("amountRejected", counts.amountRejected())
                .param("seconds", seconds(duration))
                .param("id", lease.importId())
                .param("owner", lease.owner())
                .param("from", lease.nextLine())
                .update();
        if (updated == 0) {
            throw new Lease.Lost(lease);
        }
    }

    private void mark(long fileId, List<Integer> imported, List<Integer> rejected, List<String> reasons) {
        jdbc.sql("update import_line set state = 'imported' where file_id = :file and line_number = any(:lines::int[])")
                .param("file", fileId)
                .param("lines", imported.toArray(Integer[]::new))
                .update();
        jdbc.sql("""
                        update import_line l set state = 'rejected', reason = r.reason
                        from unnest(:lines::int[], :reasons::text[]) as r (line_number, reason)
                        where l.file_id = :file and l.line_number = r.line_number
                        """)
                .param("lines", rejected.toArray(Integer[]::new))
                .param("reasons", reasons.toArray(String[]::new))
                .param("file", fileId)
                .update();
    }

    /** An import whose lines don't add up to what was counted has failed, however well it seemed to go. */
    void complete(Lease lease, Instant now) {
        if (addsUp(lease.importId())) {
            finish(lease, Status.COMPLETED, null, now);
        } else {
            finish(lease, Status.FAILED, "The lines don't add up to what was counted as imported and rejected.", now);
        }
    }

    private boolean addsUp(String importId) {
        return jdbc.sql("""
                        select count(l.file_id) = i.rows_total
                           and count(*) filter (where l.state = 'imported') = i.rows_imported
                           and count(*) filter (where l.state = 'rejected') = i.rows_rejected
                           and coalesce(sum(l.amount) filter (where l.state = 'imported'), 0) = i.amount_imported
                           and coalesce(sum(l.amount) filter (where l.state = 'rejected'), 0) = i.amount_rejected
                        from import i left join import_line l on l.file_id = i.file_id
                        where i.id = ?
                        group by i.id
                        """).param(importId).query(Boolean.class).single();
    }

    void fail(Lease lease, String failure, Instant now) {
        finish(lease, Status.FAILED, failure, now);
    }

    private void finish(Lease lease, Status status, @Nullable String failure, Instant now) {
        jdbc.sql("""
                        update import set status = :status, failure = :failure, finished_at = :now,
                            lease_owner = null, lease_until = null, version = version + 1
                        where id = :id and lease_owner = :owner and status = 'running'
                        """)
                .param("status", status.code())
                .param("failure", failure)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", lease.importId())
                .param("owner", lease.owner())
                .update();
    }

    /** A rejected row with the columns that it has in the file. */
    record RejectedRow(int line, List<String> columns, String reason) {}

    /** Those after the line, in the order of the file. */
    List<RejectedRow> rejectedAfter(String importId, int line, int limit) {
        return jdbc.sql("""
                        select line_number, columns, reason from import_line
                        where file_id = (select file_id from import where id = :id)
                          and line_number > :line and state = 'rejected'
                        order by line_number
                        limit :limit
                        """)
                .param("id", importId)
                .param("line", line)
                .param("limit", limit)
                .query((row, n) -> new RejectedRow(
                        row.getInt("line_number"), columns(row.getArray("columns")), row.getString("reason")))
                .list();
    }

    static Row row(ResultSet row, int n) throws SQLException {
        @Nullable Array columns = row.getArray("columns");
        return new Row(
                row.getInt("line_number"),
                row.getString("invoice"),
                columns == null ? null : columns(columns),
                row.getBigDecimal("amount"),
                row.getString("reason"),
                row.getString("reverses"));
    }

    static List<String> columns(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static ImportProgress progress(ResultSet row) throws SQLException {
        int imported = row.getInt("rows_imported");
        int rejected = row.getInt("rows_rejected");
        @Nullable OffsetDateTime finishedAt = row.getObject("finished_at", OffsetDateTime.class);
        return new ImportProgress(
                row.getString("id"),
                row.getString("format"),
                Status.of(row.getString("status")),
                row.getInt("rows_total"),
                imported + rejected,
                imported,
                rejected,
                row.getInt("orders_imported"),
                row.getInt("credit_notes_imported"),
                Amounts.of(row.getBigDecimal("amount_imported"), row.getBigDecimal("amount_rejected")),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finishedAt == null ? null : finishedAt.toInstant(),
                row.getString("failure"),
                row.getLong("version"));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
