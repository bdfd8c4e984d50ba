package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What the program's PostgreSQL can do at best, by JDBC and nothing else: statements that stay prepared, on as many connections
 * as there are clients. What is appended goes into a new, empty table with the log's columns, constraints and indexes, each
 * row by an insert and a durable commit of its own.
 */
final class PostgresLimits implements AutoCloseable {

    private static final int TEMPLATES = 500;

    private static final String TEMPLATE = """
            select stream_type, type, revision, payload, metadata from write.events
            where type = ? order by position desc limit\s""" + TEMPLATES;

    private static final String APPEND = """
            insert into benchmark.events
                (event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String COPY = """
            insert into benchmark.events
                (event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata)
            select event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
            from write.events where stream_id = any (?)""";

    private static final String READ_STREAM = """
            select event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
            from benchmark.events where stream_id = ? and sequence < ? order by sequence""";

    private static final String READ_ROW = "select document from read.orders where order_id = ?";

    /** A row that a command has left in the log; ids and time are new each time. */
    private record Row(String streamType, String type, String revision, String payload, String metadata) {}

    private final List<Connection> connections = new ArrayList<>();

    private PostgresLimits() {}

    static PostgresLimits of(Program program, int connections) throws Exception {
        PostgresLimits limits = new PostgresLimits();
        for (int i = 0; i < connections; i++) {
            limits.connections.add(program.connect());
        }
        return limits;
    }

    /** The rows that orders leave in the log when they are placed. */
    Measurement append(Duration time) throws Exception {
        makeTable();
        List<Row> rows = templates("order.OrderPlaced");
        List<Limit.Step> steps = new ArrayList<>();
        for (Connection connection : connections) {
            PreparedStatement append = connection.prepareStatement(APPEND);
            steps.add(random -> append(append, any(rows, random), "order-" + timeOrdered(random), 0, random));
        }
        return measure(steps, time);
    }

    /**
     * A stream's events read, all that it had at first, and one like its last appended.
     *
     * @param streams of orders, each with so many events; they are in the log
     */
    Measurement readAndAppend(List<String> streams, int events, Duration time) throws Exception {
        makeTable();
        try (PreparedStatement copy = first().prepareStatement(COPY)) {
            copy.setArray(1, first().createArrayOf("text", streams.toArray()));
            copy.executeUpdate();
        }
        execute("vacuum analyze benchmark.events");
        List<Row> rows = templates("order.ShippingAddressChanged");
        List<Limit.Step> steps = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            // Each has streams of its own, so that none comes between another's read and append.
            steps.add(new ReadAndAppend(connections.get(i), every(connections.size(), i, streams), rows, events));
        }
        return measure(steps, time);
    }

    private static final class ReadAndAppend implements Limit.Step {

        private final PreparedStatement read;
        private final PreparedStatement append;
        private final List<String> streams;
        private final List<Row> rows;
        private final int events;
        private int steps;

        ReadAndAppend(Connection connection, List<String> streams, List<Row> rows, int events) throws SQLException {
            this.read = connection.prepareStatement(READ_STREAM);
            this.append = connection.prepareStatement(APPEND);
            this.streams = streams;
            this.rows = rows;
            this.events = events;
        }

        @Override
        public void take(SplittableRandom random) throws SQLException {
            String stream = streams.get(steps % streams.size());
            long next = events + steps / streams.size();
            steps++;
            read.setString(1, stream);
            read.setLong(2, events);
            int found = 0;
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    row.getString("payload");
                    row.getString("metadata");
                    found++;
                }
            }
            if (found != events) {
                throw new SQLException("%s has %d events, not %d".formatted(stream, found, events));
            }
            append(append, any(rows, random), stream, next, random);
        }
    }

    /** Rows of the orders' view, each by its key. */
    Measurement readByKey(List<String> orders, Duration time) throws Exception {
        List<Limit.Step> steps = new ArrayList<>();
        for (Connection connection : connections) {
            PreparedStatement read = connection.prepareStatement(READ_ROW);
            steps.add(random -> {
                read.setString(1, any(orders, random));
                try (ResultSet row = read.executeQuery()) {
                    row.next();
                    row.getString(1);
                }
            });
        }
        return measure(steps, time);
    }

    /** After a moment that isn't measured: statements are prepared, and what does it is compiled. */
    private static Measurement measure(List<Limit.Step> steps, Duration time) throws InterruptedException {
        Limit.measure(steps, time.dividedBy(5));
        return Limit.measure(steps, time);
    }

    private void makeTable() throws SQLException {
        execute("create schema if not exists benchmark");
        execute("drop table if exists benchmark.events");
        execute("create table benchmark.events (like write.events including all)");
    }

    private List<Row> templates(String type) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = first().prepareStatement(TEMPLATE)) {
            statement.setString(1, type);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
                }
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("No " + type + " is in the log yet");
        }
        return rows;
    }

    private static void append(PreparedStatement append, Row row, String stream, long sequence, SplittableRandom random)
            throws SQLException {
        append.setString(1, new UUID(random.nextLong(), random.nextLong()).toString());
        append.setString(2, stream);
        append.setLong(3, sequence);
        append.setString(4, row.streamType());
        append.setObject(5, OffsetDateTime.now(ZoneOffset.UTC));
        append.setString(6, row.type());
        append.setString(7, row.revision());
        append.setString(8, row.payload());
        append.setString(9, row.metadata());
        append.executeUpdate();
    }

    /** As the program's order ids: the time first (UUID version 7). */
    private static UUID timeOrdered(SplittableRandom random) {
        return new UUID(System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000), random.nextLong());
    }

    private static <T> T any(List<T> some, SplittableRandom random) {
        return some.get(random.nextInt(some.size()));
    }

    private static <T> List<T> every(int step, int first, List<T> all) {
        List<T> some = new ArrayList<>();
        for (int i = first; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private Connection first() {
        return connections.get(0);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = first().createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("drop schema if exists benchmark cascade");
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
