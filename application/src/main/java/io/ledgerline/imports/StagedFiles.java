package io.ledgerline.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The lines of received files. They are added and dropped in many short transactions, and belong to nothing until an
 * import names their file.
 */
final class StagedFiles {

    private static final int ROWS_PER_TRANSACTION = 10_000;
    private static final String COPY =
            "copy import_line (file_id, line_number, invoice, customer, credited_at, columns, amount, reason) from stdin";

    /** As {@code copy} has it. */
    private static final String NULL = "\\N";

    /** An upload that was being stored, and then nothing came any more for so long, has died. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    StagedFiles(DataSource dataSource, TransactionTemplate transaction) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = transaction;
    }

    /** A file and how many rows it has. */
    record Staged(long fileId, int rows) {}

    /**
     * Stores all rows, or nothing.
     *
     * @param now no invoice may be later
     * @throws UnreadableFile if one of them can't be read
     */
    Staged stage(CsvFile file, Instant now) throws IOException {
        // Read to the end first: a file that breaks off in its last line then costs the database nothing.
        file.forEachRow((line, columns) -> {});
        long id = jdbc.sql("insert into import_file default values returning id")
                .query(Long.class)
                .single();
        try {
            Rows rows = new Rows(id);
            int count =
                    file.forEachRow((line, columns) -> rows.add(line, columns, OnlineRetail.read(line, columns, now)));
            rows.flush();
            return new Staged(id, count);
        } catch (IOException | RuntimeException e) {
            drop(id);
            throw e;
        }
    }

    /** To be called within the transaction that begins the import: from then on the file isn't dropped any more. */
    void keep(long fileId) {
        touch(fileId);
    }

    void drop(long fileId) {
        jdbc.sql("update import_file set abandoned = true where id = ?")
                .param(fileId)
                .update();
        while (jdbc.sql("""
                                delete from import_line where file_id = :file and line_number in (
                                    select line_number from import_line where file_id = :file limit :limit)
                                """)
                        .param("file", fileId)
                        .param("limit", ROWS_PER_TRANSACTION)
                        .update()
                > 0) {
            // Each round is a transaction of its own.
        }
        jdbc.sql("delete from import_file where id = ?").param(fileId).update();
    }

    /** Drops what uploads have left behind that did not live to their end. */
    void dropAbandoned() {
        List<Long> abandoned = jdbc.sql("""
                        select id from import_file f
                        where (abandoned or touched_at < now() - make_interval(secs => :seconds))
                          and not exists (select 1 from import i where i.file_id = f.id)
                        """)
                .param("seconds", ABANDONED_AFTER.toSeconds())
                .query(Long.class)
                .list();
        abandoned.forEach(this::drop);
    }

    private void touch(long fileId) {
        int touched = jdbc.sql("update import_file set touched_at = now() where id = ? and not abandoned")
                .param(fileId)
                .update();
        if (touched == 0) {
            throw new IllegalStateException("the upload took so long that it was given up");
        }
    }

    /** Collects rows in PostgreSQL's own text form and copies them, many at a time. */
    private final class Rows {

        private final long fileId;
        private final StringBuilder text = new StringBuilder();
        private int count;

        private Rows(long fileId) {
            this.fileId = fileId;
        }

        void add(int line, List<String> columns, Reading reading) {
            text.append(fileId).append('\t').append(line).append('\t');
            if (reading instanceof Reading.Usable usable) {
                append(usable.line(), null);
            } else if (reading instanceof Reading.Credit credit) {
                append(credit.line(), credit.line().at());
            } else {
                text.append(NULL)
                        .append('\t')
                        .append(NULL)
                        .append('\t')
                        .append(NULL)
                        .append('\t');
            }
            CopyText.appendArray(text, columns);
            text.append('\t').append(reading.amount().toPlainString()).append('\t');
            text.append(
                    reading instanceof Reading.Unusable unusable
                            ? unusable.reason().code()
                            : NULL);
            text.append('\n');
            if (++count == ROWS_PER_TRANSACTION || text.length() > 4_000_000) {
                flush();
            }
        }

        private void append(InvoiceLine line, @Nullable Instant creditedAt) {
            CopyText.append(text, line.invoice());
            text.append('\t').append(line.customer() == null ? NULL : line.customer());
            text.append('\t').append(creditedAt == null ? NULL : creditedAt).append('\t');
        }

        void flush() {
            if (count == 0) {
                return;
            }
            transaction.executeWithoutResult(status -> {
                touch(fileId);
                copy();
            });
            text.setLength(0);
            count = 0;
        }

        private void copy() {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            try {
                CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
                try {
                    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                    copy.writeToCopy(bytes, 0, bytes.length);
                    copy.endCopy();
                } finally {
                    if (copy.isActive()) {
                        copy.cancelCopy();
                    }
                }
            } catch (SQLException e) {
                throw new UncategorizedSQLException("store rows", COPY, e);
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        }
    }
}
