package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The command; see {@link Options#HELP}. */
final class Benchmark {

    private static final Duration LIMIT_WARM_UP = Duration.ofSeconds(5);

    private static final String PLACED = "POST /orders";
    private static final String CONFIRMED = "confirmed";
    private static final String HOT = "confirmed, hot";

    private final PrintStream out;
    private final Options options;
    private final Report report = new Report();

    private Benchmark(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String... arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (Arrays.asList(arguments).contains("--help")) {
            out.print(Options.HELP);
            return;
        }
        try {
            Options options = Options.parse(arguments);
            if (!Files.isRegularFile(options.jar())) {
                throw new IllegalArgumentException("No program at " + options.jar() + ": package it, or say --jar=…");
            }
            out.println("Starting " + options.jar() + " with new data");
            boolean good = switch (options.subject()) {
                case ORDERS -> new Benchmark(out, options).run();
                case REBUILD -> new Rebuilding(out, options).run();
                case LONG_STREAMS -> new LongStreams(out, options).run();
                case VERIFY -> new Verifying(out, options).run();
            };
            if (!good) {
                System.exit(1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
        }
    }

    private boolean run() throws Exception {
        try (Program program = Program.start(options.launch());
                Backlog backlog = new Backlog(program.connect())) {
            describe(program, options, out);
            Shop shop = new Shop(new Api(program.address()), options);
            out.println("Listing " + options.products() + " products");
            shop.listProducts();
            List<Load.Client> clients = shop.clients();
            List<Load.Client> hot = shop.clientsOfOneProduct();
            out.println("Warming up: orders   " + Load.run(clients, options.warmup()));
            settle(backlog);
            warmUpLimit(program);
            for (int number = 1; number <= options.runs(); number++) {
                report.addLimit(limit(program, number));
                report.add(PLACED, orders(program, clients, number));
                settle(backlog);
                if (options.processes()) {
                    report.add(CONFIRMED, sustained(program, clients, CONFIRMED, number));
                    settle(backlog);
                    report.add(HOT, sustained(program, hot, HOT, number));
                    settle(backlog);
                }
            }
            report.print(out);
        }
        return true;
    }

    private void warmUpLimit(Program program) throws Exception {
        try (AppendLimit limit = AppendLimit.prepare(program, options.clients())) {
            out.println("Warming up: limit    " + Load.run(limit.clients(), LIMIT_WARM_UP));
        }
    }

    /** Into a new table each time, so that no run pays for the rows of another. */
    private Measurement limit(Program program, int number) throws Exception {
        try (AppendLimit limit = AppendLimit.prepare(program, options.clients())) {
            CpuShares.Watch cpu = CpuShares.watch(program);
            Measurement run = Load.run(limit.clients(), options.seconds());
            out.printf(
                    "Run %d: append limit  %s   %s%n",
                    number, run, cpu.stop().per(run.answered().getTotalCount()));
            return run;
        }
    }

    private Measurement orders(Program program, List<Load.Client> clients, int number) throws InterruptedException {
        CpuShares.Watch cpu = CpuShares.watch(program);
        Measurement run = Load.run(clients, options.seconds());
        out.printf(
                "Run %d: POST /orders  %s   %s%n",
                number, run, cpu.stop().per(run.answered().getTotalCount()));
        return run;
    }

    private Measurement sustained(Program program, List<Load.Client> clients, String what, int number)
            throws Exception {
        CpuShares.Watch cpu = CpuShares.watch(program);
        Measurement run = Sustained.run(program, clients, options.seconds(), options.underWay());
        out.printf(
                "Run %d: %s  %s   %s%n",
                number, what, run, cpu.stop().per(run.answered().getTotalCount()));
        return run;
    }

    /** What an order's process still has to do would disturb the next run. */
    private void settle(Backlog backlog) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        long unsettled = backlog.size();
        long left = backlog.awaitEmpty(options.processes() ? options.settle() : Duration.ZERO);
        out.printf(
                "       %,d of the orders not confirmed yet; %,d after another %.1f s%n",
                unsettled, left, (System.nanoTime() - began) / 1e9);
    }

    static void describe(Program program, Options options, PrintStream out) throws IOException, SQLException {
        out.printf(
                "%s, %d cores, %d clients, processes %s%n",
                javaVersion(options),
                Runtime.getRuntime().availableProcessors(),
                options.clients(),
                options.processes() ? "on" : "off");
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
            return lines.lines().toList().get(1);
        }
    }
}
