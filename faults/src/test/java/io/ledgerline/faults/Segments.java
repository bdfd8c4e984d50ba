package io.ledgerline.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which node has which, as the tokens' tables say. */
final class Segments {

    private final Database database;

    Segments(Database database) {
        this.database = database;
    }

    int of(String node) throws SQLException {
        return count("owner = '%s'".formatted(node));
    }

    int notOf(String node) throws SQLException {
        return count("owner is distinct from '%s'".formatted(node));
    }

    /** With nobody, or with somebody who doesn't say that he is alive. */
    int left() throws SQLException {
        return count("owner is null or updated_at::timestamptz < now() - interval '5 s'");
    }

    private int count(String condition) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) from (select * from read.processor_token union all select * from write.processor_token) tokens
                        where processor_name <> '__config' and (%s)""".formatted(condition))) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Who holds up whom. */
    String waiting() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select string_agg(format(E'\\n%s waits for %s, port %s, %s, %s, since %s: %s', pid,
                            pg_blocking_pids(pid), client_port, state, wait_event, now() - xact_start, query), '')
                        from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid()""")) {
            row.next();
            return row.getString(1);
        }
    }
}
