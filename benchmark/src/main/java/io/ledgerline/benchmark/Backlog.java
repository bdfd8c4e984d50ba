package io.ledgerline.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Orders that the program's processes have still to confirm or to cancel. */
final class Backlog implements AutoCloseable {

    private static final String UNSETTLED = """
            select count(*) filter (where type = 'order.OrderPlaced')
                 - count(*) filter (where type in ('order.OrderConfirmed', 'order.OrderCancelled'))
            from write.events""";

    private final Connection connection;

    Backlog(Connection connection) {
        this.connection = connection;
    }

    long size() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSETTLED);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @return what is left when it is empty, or the time is over */
    long awaitEmpty(Duration time) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        long left = size();
        while (left > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
            left = size();
        }
        return left;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
