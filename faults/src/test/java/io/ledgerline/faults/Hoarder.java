package io.ledgerline.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Somebody who takes all connections that a database has. */
final class Hoarder implements AutoCloseable {

    private final Database database;
    private final List<Connection> taken = new ArrayList<>();

    Hoarder(Database database) {
        this.database = database;
    }

    /** Nodes lose theirs to begin with, and get few or none again. */
    void takeAllFor(Duration time) throws SQLException {
        Instant end = Instant.now().plus(time);
        takeAll();
        try (Statement statement = taken.get(0).createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name like 'ledgerline%'""");
        }
        await().forever()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    takeAll();
                    return Instant.now().isAfter(end);
                });
    }

    private void takeAll() throws SQLException {
        try {
            while (true) {
                taken.add(database.connect());
            }
        } catch (SQLException e) {
            if (!"53300".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : taken) {
            connection.close();
        }
    }
}
