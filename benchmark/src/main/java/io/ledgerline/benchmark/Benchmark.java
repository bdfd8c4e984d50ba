package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** The command; see {@link Options#HELP}. */
final class Benchmark {

    private Benchmark() {}

    public static void main(String... arguments) throws Exception {
        // Connectors log by SLF4J, which would say that nobody listens.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
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
            if (options.launcher() != null && !Files.isExecutable(options.launcher())) {
                throw new IllegalArgumentException("No " + options.launcher() + " to run it: say --launcher=…");
            }
            boolean good = switch (options.command()) {
                case TABLE -> new Table(out, options).run();
                case SIZE -> new Growing(out, options).run();
                case AXON_SERVER -> new OnAxonServer(out, options).run();
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
}
