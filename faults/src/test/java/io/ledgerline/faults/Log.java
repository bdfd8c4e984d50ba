package io.ledgerline.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** What has happened, wherever it is kept. */
interface Log {

    /** All of it, from its beginning. */
    Replay follow(Findings findings) throws Exception;

    /** The last position by now; 0 if there is none. */
    long end() throws Exception;

    /** In a database. */
    static Log in(Callable<Connection> databases) {
        return new Log() {

            @Override
            public Replay follow(Findings findings) throws Exception {
                try (Connection database = databases.call()) {
                    return Replay.of(database, findings);
                }
            }

            @Override
            public long end() throws Exception {
                try (Connection database = databases.call();
                        Statement statement = database.createStatement();
                        ResultSet row = statement.executeQuery("select coalesce(max(position), 0) from write.events")) {
                    return only(row);
                }
            }

            private static long only(ResultSet row) throws SQLException {
                row.next();
                return row.getLong(1);
            }
        };
    }
}
