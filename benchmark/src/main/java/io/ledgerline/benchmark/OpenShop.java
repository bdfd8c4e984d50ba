package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A running program with products, and those who call it. */
final class OpenShop implements AutoCloseable {

    /** Led through their lives by the program; all others are like one of them. */
    private static final int LIVES = 240;

    static final String WITHOUT_PROCESSES = "--ledgerline.roles=command,query";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PrintStream out;
    private final Program program;
    private final Http http;
    private final Api api;
    private final Shop shop;
    private final Processors processors;
    private final PostgresLimits limits;

    private final boolean processes;

    private OpenShop(PrintStream out, Program program, Options options, boolean processes) throws Exception {
        this.out = out;
        this.processes = processes;
        this.program = program;
        this.http = new Http(program.address());
        this.api = new Api(http);
        this.shop = new Shop(api, options);
        this.processors = new Processors(api);
        this.limits = PostgresLimits.of(program, options.clients());
    }

    /** Everything on, its products listed. */
    static OpenShop open(PrintStream out, Options options) throws Exception {
        return open(out, options, true);
    }

    /** Orders are placed and seen, but stay pending. */
    static OpenShop openWithoutProcesses(PrintStream out, Options options) throws Exception {
        return open(out, options, false);
    }

    private static OpenShop open(PrintStream out, Options options, boolean processes) throws Exception {
        List<String> more = processes ? List.of() : List.of(WITHOUT_PROCESSES);
        out.printf("Starting %s %s with new data%n", options.jar(), String.join(" ", more));
        Program program = Program.start(options.launch(more));
        try {
            OpenShop open = new OpenShop(out, program, options, processes);
            open.describe(options);
            open.shop.listProducts();
            return open;
        } catch (Exception e) {
            program.close();
            throw e;
        }
    }

    private void describe(Options options) throws IOException, SQLException {
        out.printf(
                "%s, %d cores, %d clients%n",
                javaVersion(options), Runtime.getRuntime().availableProcessors(), options.clients());
        try (Connection connection = program.connect();
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery("""
                        select version(), current_setting('fsync'), current_setting('synchronous_commit'),
                               current_setting('full_page_writes')""")) {
            settings.next();
            out.printf(
                    "%s, fsync %s, synchronous_commit %s, full_page_writes %s%n",
                    settings.getString(1).split(" on ")[0],
                    settings.getString(2),
                    settings.getString(3),
                    settings.getString(4));
        }
    }

    private static String javaVersion(Options options) throws IOException {
        Process process = new ProcessBuilder(options.java().toString(), "-version")
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.contains("Runtime Environment"))
                    .findFirst()
                    .orElse("unknown Java");
        }
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Measured {
        Measurement measure() throws Exception;
    }

    /** Tells what was measured, with who used the machine meanwhile. */
    Measurement measure(String what, Measured measured) throws Exception {
        CpuShares.Watch cpu = CpuShares.watch(program);
        Measurement measurement = measured.measure();
        Measurement complete = measurement.with(cpu.stop());
        out.printf("  %-44s %s%n", what, complete);
        return complete;
    }

    /** Until views and, if they are on, processes have done what there is to do: it would disturb what comes next. */
    void settle() throws Exception {
        long began = System.nanoTime();
        try (Backlog backlog = new Backlog(program.connect())) {
            long unsettled = processes ? backlog.awaitEmpty(PATIENCE) : 0;
            processors.awaitViews();
            if (unsettled > 0 || seconds(began) > 3) {
                out.printf(
                        "  (%.1f s later views have caught up; %,d orders are neither confirmed nor cancelled)%n",
                        seconds(began), unsettled);
            }
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

    PrintStream out() {
        return out;
    }

    Http http() {
        return http;
    }

    Generator generator() {
        return new Generator(http);
    }

    PostgresLimits limits() {
        return limits;
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
    public void close() throws SQLException {
        try {
            limits.close();
        } finally {
            http.close();
            program.close();
        }
    }
}
