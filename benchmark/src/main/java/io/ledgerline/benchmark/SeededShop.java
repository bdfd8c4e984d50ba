package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A running program with a long log, and its views up to date. */
final class SeededShop implements AutoCloseable {

    /** Led through their lives by the program; all others are like one of them. */
    private static final int LIVES = 240;

    private final PrintStream out;
    private final Program program;
    private final Api api;
    private final Shop shop;
    private final Processors processors;

    private SeededShop(PrintStream out, Program program, Options options) {
        this.out = out;
        this.program = program;
        this.api = new Api(program.address());
        this.shop = new Shop(api, options);
        this.processors = new Processors(api);
    }

    /** With some hundred orders. */
    static SeededShop open(PrintStream out, Options options) throws Exception {
        Program program = Program.start(options.launch());
        try {
            Benchmark.describe(program, options, out);
            SeededShop seeded = new SeededShop(out, program, options);
            seeded.shop.listProducts();
            return seeded;
        } catch (Exception e) {
            program.close();
            throw e;
        }
    }

    /** Orders, one like another, until there are so many events. */
    void fill(int events) throws Exception {
        long listed = last();
        new Lives(api, shop).lead(LIVES);
        try (Connection connection = program.connect();
                Backlog backlog = new Backlog(program.connect())) {
            backlog.awaitEmpty(Duration.ofMinutes(1));
            out.printf("%,d events of %d orders written by the program%n", last() - listed, LIVES);
            long before = last();
            long began = System.nanoTime();
            processors.skip(
                    connection, () -> Copies.ofAllAfter(connection, listed).write(Math.max(0, events - before)));
            out.printf("%,d more by COPY in %.1f s%n", last() - before, seconds(began));
            analyze(connection);
            processors.awaitViews();
            double taken = seconds(began);
            out.printf("Views have caught up after %.1f s: %,.0f events/s%n", taken, (last() - before) / taken);
        }
    }

    /** As PostgreSQL does by itself, but not in the middle of a measured run. */
    private static void analyze(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze write.events");
        }
    }

    /** Of the log. */
    long last() throws Exception {
        return number("select coalesce(max(position), 0) from write.events");
    }

    long number(String query) throws Exception {
        try (Connection connection = program.connect();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    List<String> texts(String query) throws Exception {
        try (Connection connection = program.connect();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    Program program() {
        return program;
    }

    Api api() {
        return api;
    }

    Shop shop() {
        return shop;
    }

    Processors processors() {
        return processors;
    }

    @Override
    public void close() {
        program.close();
    }
}
