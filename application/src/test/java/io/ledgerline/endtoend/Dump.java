package io.ledgerline.endtoend;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * What {@code pg_dump --exclude-schema=read} takes and in the way it does it, as the embedded PostgreSQL comes without it: all
 * rows of the write side in one snapshot, while others go on writing, and how far sequences have come by then.
 */
final class Dump {

    private static final String SCHEMA = "write";

    /** By table, with its columns. */
    private final Map<String, byte[]> rows = new LinkedHashMap<>();

    private final Map<String, Long> sequences = new LinkedHashMap<>();

    private Dump() {}

    static Dump of(DataSource database) throws SQLException, IOException {
        return of(database, table -> true);
    }

    static Dump of(DataSource database, Predicate<String> tables) throws SQLException, IOException {
        Dump dump = new Dump();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read, read only");
            for (String table : texts(statement, """
                    select format('%I.%I (%s)', table_schema, table_name,
                                  string_agg(quote_ident(column_name), ', ' order by ordinal_position))
                    from information_schema.columns join pg_tables on schemaname = table_schema and tablename = table_name
                    where table_schema = 'write' and is_generated = 'NEVER' and table_name <> 'flyway_schema_history'
                    group by table_schema, table_name order by table_name""")) {
                if (tables.test(table)) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("copy " + table + " to stdout (format binary)", out);
                    dump.rows.put(table, out.toByteArray());
                }
            }
            try (ResultSet row = statement.executeQuery("select format('%I.%I', schemaname, sequencename), last_value"
                    + " from pg_sequences where schemaname = 'write' and last_value is not null")) {
                while (row.next()) {
                    dump.sequences.put(row.getString(1), row.getLong(2));
                }
            }
            connection.rollback();
        }
        return dump;
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** Into a database with nothing in it, or instead of what these tables have there. */
    void restore(DataSource database) throws SQLException, IOException {
        migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // References hold once all is there.
            statement.execute("set local session_replication_role = replica");
            for (Map.Entry<String, byte[]> table : rows.entrySet()) {
                statement.execute("truncate " + table.getKey().replaceFirst(" .*", "") + " cascade");
            }
            for (Map.Entry<String, byte[]> table : rows.entrySet()) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy " + table.getKey() + " from stdin (format binary)",
                                new ByteArrayInputStream(table.getValue()));
            }
            for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
                statement.execute("select setval('%s', %d)".formatted(sequence.getKey(), sequence.getValue()));
            }
            connection.commit();
        }
    }

    /** To the write side's schema as it is today. */
    static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas(SCHEMA)
                .locations("classpath:db/" + SCHEMA)
                .load()
                .migrate();
    }
}
