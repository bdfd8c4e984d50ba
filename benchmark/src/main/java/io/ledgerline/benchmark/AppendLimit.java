package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What PostgreSQL can do at best: the rows that orders leave in the log, appended by JDBC and nothing else. Each is an
 * insert and a durable commit of its own, into a table with the log's columns, constraints and indexes.
 */
final class AppendLimit implements AutoCloseable {

    private static final int TEMPLATES = 500;

    private static final String APPEND = """
            insert into benchmark.events
                (event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata)
            values (?, ?, 0, ?, ?, ?, ?, ?, ?)""";

    /** A row that an order has left in the log; ids and time are new each time. */
    private record Row(String streamType, String type, String revision, String payload, String metadata) {}

    private final List<Connection> connections = new ArrayList<>();
    private final List<Row> rows;

    private AppendLimit(List<Row> rows) {
        this.rows = rows;
    }

    static AppendLimit prepare(Program program, int connections) throws Exception {
        try (Connection connection = program.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists benchmark");
            statement.execute("drop table if exists benchmark.events");
            statement.execute("create table benchmark.events (like write.events including all)");
            AppendLimit limit = new AppendLimit(templates(statement));
            for (int i = 0; i < connections; i++) {
                limit.connections.add(program.connect());
            }
            return limit;
        }
    }

    private static List<Row> templates(Statement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("""
                select stream_type, type, revision, payload, metadata from write.events
                where type = 'order.OrderPlaced' order by position desc limit\s""" + TEMPLATES)) {
            while (row.next()) {
                rows.add(new Row(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("No order is in the log yet");
        }
        return rows;
    }

    List<Load.Client> clients() throws SQLException {
        List<Load.Client> clients = new ArrayList<>();
        for (Connection connection : connections) {
            PreparedStatement append = connection.prepareStatement(APPEND);
            clients.add(() -> append(append));
        }
        return clients;
    }

    private String append(PreparedStatement append) throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Row row = rows.get(random.nextInt(rows.size()));
        append.setString(1, new UUID(random.nextLong(), random.nextLong()).toString());
        append.setString(2, "order-" + timeOrdered(random));
        append.setString(3, row.streamType());
        append.setObject(4, OffsetDateTime.now(ZoneOffset.UTC));
        append.setString(5, row.type());
        append.setString(6, row.revision());
        append.setString(7, row.payload());
        append.setString(8, row.metadata());
        append.executeUpdate();
        return Load.Client.DONE;
    }

    /** As the program's order ids: the time first (UUID version 7). */
    private static UUID timeOrdered(ThreadLocalRandom random) {
        return new UUID(System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000), random.nextLong());
    }

    @Override
    public void close() throws SQLException {
        try (Statement statement = connections.get(0).createStatement()) {
            statement.execute("drop schema benchmark cascade");
        }
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
