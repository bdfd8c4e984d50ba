package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running program with products, and those who call it. */
final class OpenShop implements AutoCloseable {

    /** Led through their lives by the program; all others are like one of them. */
    private static final int LIVES = 240;

    private static final String WITHOUT_PROCESSES = "--ledgerline.roles=command,query";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PrintStream out;
    private final Program program;
    private final Http http;
    private final Api api;
    private final Shop shop;
    private final Processors processors;
    private final int clients;
    private boolean processes;
    private @Nullable PostgresLimits limits;
    private @Nullable Copies copies;

    private OpenShop(PrintStream out, Program program, Options options, boolean processes) throws Exception {
        this.out = out;
        this.program = program;
        this.http = new Http(program.address());
        this.api = new Api(http);
        this.shop = new Shop(api, options);
        this.processors = new Processors(api);
        this.clients = options.clients();
        this.processes = processes;
    }

    /** Everything on, its products listed. */
    static OpenShop open(PrintStream out, Options options) throws Exception {
        return open(out, options, true, true);
    }

    /** Orders are placed and seen, but stay pending. */
    static OpenShop openWithoutProcesses(PrintStream out, Options options) throws Exception {
        return open(out, options, false, true);
    }

    /** Everything on, and nothing there. */
    static OpenShop openEmpty(PrintStream out, Options options) throws Exception {
        return open(out, options, true, false);
    }

    private static OpenShop open(PrintStream out, Options options, boolean processes, boolean listing)
            throws Exception {
        List<String> more = processes ? List.of() : List.of(WITHOUT_PROCESSES);
        out.printf("Starting %s %s with new data%n", options.jar(), String.join(" ", more));
        Program program = Program.start(options.launch(more));
        try {
            OpenShop open = new OpenShop(out, program, options, processes);
            open.describe(options);
            if (listing) {
                open.shop.listProducts();
            }
            return open;
        } catch (Exception e) {
            program.close();
            throw e;
        }
    }

    private void describe(Options options) throws IOException, SQLException {
        out.printf(
                "%s, %d cores, %d clients%n",
                options.javaVersion(), Runtime.getRuntime().availableProcessors(), options.clients());
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
    void fill(long events) throws Exception {
        long listed = last();
        new Lives(api, shop).lead(LIVES);
        try (Connection connection = program.connect();
                Backlog backlog = new Backlog(program.connect())) {
            backlog.awaitEmpty(Duration.ofMinutes(1));
            out.printf("%,d events of %d orders written by the program%n", last() - listed, LIVES);
            copies = Copies.ofAllAfter(connection, listed);
            processors.skip(connection, () -> copy(connection, events));
            catchUp(connection);
        }
    }

    /** More like those that it was filled with; nobody's process looks at them. */
    void grow(long events) throws Exception {
        try (Connection connection = program.connect()) {
            copy(connection, events);
            catchUp(connection);
        }
    }

    private void copy(Connection connection, long events) throws Exception {
        long before = last();
        long began = System.nanoTime();
        copies.write(connection, Math.max(0, events - before));
        out.printf("%,d more by COPY in %.1f s%n", last() - before, seconds(began));
    }

    private void catchUp(Connection connection) throws Exception {
        long began = System.nanoTime();
        analyze(connection);
        processors.awaitViews();
        out.printf("Views have caught up another %.1f s later%n", seconds(began));
    }

    /** As PostgreSQL does by itself, but not in the middle of a measured run. */
    private static void analyze(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze write.events");
        }
    }

    /** In order, with its PostgreSQL. */
    void stop() throws Exception {
        forgetLimits();
        program.process().destroy();
        if (!program.endsWithin(PATIENCE)) {
            throw new IOException("The program doesn't end");
        }
    }

    /** After it was stopped. */
    void openAgainWithoutProcesses() throws IOException, InterruptedException {
        processes = false;
        program.launchAgain(WITHOUT_PROCESSES);
        program.awaitReady();
    }

    private void forgetLimits() throws SQLException {
        if (limits != null) {
            limits.close();
            limits = null;
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

    PostgresLimits limits() throws Exception {
        if (limits == null) {
            limits = PostgresLimits.of(program, clients);
        }
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
            forgetLimits();
        } finally {
            http.close();
            program.close();
        }
    }
}
