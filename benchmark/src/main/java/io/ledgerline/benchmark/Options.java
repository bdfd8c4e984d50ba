package io.ledgerline.benchmark;

import io.ledgerline.testbed.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and how long.
 *
 * @param command what is measured
 * @param only those of the table's rows
 * @param clients that send at the same time, and connections that append
 * @param seconds of one measured run
 * @param warmUp before the first run of each row; isn't measured
 * @param runs measured
 * @param products listed, with plenty of stock; each order has two of them
 * @param customers who order
 * @param underWay orders that may be placed and not confirmed yet, when confirmations are measured
 * @param events in the log, when views are rebuilt or the log is verified
 * @param reads in a second, while views are rebuilt
 * @param commands in a second, while views are rebuilt; each is followed by one of the reads
 * @param month a retailer's, to be imported; null if there is none
 * @param report to be written
 * @param axonServer host and port of one that may be written to
 * @param launcher runs the program; null if Java does itself
 * @param jar the packaged program
 * @param java that runs it
 * @param jvmOptions its JVM's
 * @param programOptions its own
 */
record Options(
        Command command,
        Set<Part> only,
        int clients,
        Duration seconds,
        Duration warmUp,
        int runs,
        int products,
        int customers,
        int underWay,
        int events,
        int reads,
        int commands,
        @Nullable Path month,
        Path report,
        @Nullable String axonServer,
        @Nullable Path launcher,
        Path jar,
        Path java,
        List<String> jvmOptions,
        List<String> programOptions) {

    /** Of the greatest rate: what a program that isn't overloaded has to do. */
    static final double STEADY = 0.7;

    /** What is measured. */
    enum Command {
        TABLE,
        SIZE,
        AXON_SERVER,
        REBUILD,
        LONG_STREAMS,
        VERIFY
    }

    /** Of the table. */
    enum Part {
        ORDERS,
        KEY,
        EXISTING,
        READS,
        CURVE,
        CONFIRMED,
        HOT,
        IMPORT,
        START
    }

    static final String HELP = """
            Measures against the running program, over HTTP, next to what its PostgreSQL can do at best.

            ./mvnw -q -pl benchmark -am -DskipTests package && java -jar benchmark/target/benchmark.jar [command] [options]

              table            if nothing is said: the rows below
              size             the same requests on a log of 100,000 events, of ten times as many, and so on up to --events
              axon-server      POST /orders with events on Axon Server (--axon-server=HOST:PORT), next to what its plain connector
                               appends there. It is written to: give it one that holds nothing
              rebuild          all views of a long log made anew while the shop is open; then one of them alone
              long-streams     commands on long and short streams; an order of 10,000 versions now and as it was
              verify           a long log compared with its seals

              --only=orders,key,existing,reads,curve,confirmed,hot,import,start
                               rows of the table; all if not said.
                               With the process role off:
                               orders     POST /orders, two lines; at 70 % of that rate; how soon they are seen in the view
                               key        the same with an Idempotency-Key
                               existing   commands on orders that are 20 events old
                               reads      GET /orders/{id}
                               curve      POST /orders for 1 to 256 clients, and for 10 to 95 % of the greatest rate
                               Everything on:
                               confirmed  orders placed and confirmed, without a growing backlog; at 70 % of that rate
                               hot        the same with one product that all orders want
                               import     a retailer's month (--import=FILE), from a cold start and warm
                               start      on 100,000 events, to the first answer; memory at rest and under load
              --clients=32     clients that send at the same time; as many connections append
              --seconds=15     length of a measured run
              --warm-up=20     seconds before the first run of each row that are not measured
              --runs=3         measured runs of each; the table shows the median and the spread
              --products=200   products, with plenty of stock; each order has two of them
              --customers=1000 customers
              --under-way=200  orders that may be placed and not confirmed yet, when confirmations are measured
              --events=1000000 in the log, for rebuild, verify and size (10000000); copied from those of some hundred orders by COPY
              --reads=200      in a second, while views are rebuilt
              --commands=50    in a second, while views are rebuilt; each is followed by a read of what it wrote
              --import=…       a file of the UCI data set Online Retail, as CSV; see the README
              --report=benchmark/target/report.html
                               with plots, for table, size and axon-server
              --launcher=ledgerline
                               the script that runs the program, as its users do; none: java -jar, and nothing else
              --jar=application/target/ledgerline.jar
              --java=…         the java command that runs the program; the one that runs this if not said
              --jvm=…          an option for the program's JVM; may be repeated
              --help
              --               what follows is handed to the program, such as --ledgerline.commands.threads=16
            """;

    /** @throws IllegalArgumentException with a message for whoever typed it */
    static Options parse(String... arguments) {
        int end = Arrays.asList(arguments).indexOf("--");
        boolean named = arguments.length > 0 && !arguments[0].startsWith("--");
        List<String> own = List.of(arguments).subList(named ? 1 : 0, end < 0 ? arguments.length : end);
        List<String> program = end < 0 ? List.of() : List.of(arguments).subList(end + 1, arguments.length);
        List<String> jvm = new ArrayList<>();
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : own) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException(argument + " is no --option=value");
            }
            String value = argument.substring(equals + 1);
            if (argument.startsWith("--jvm=")) {
                jvm.add(value);
            } else {
                given.put(argument.substring(2, equals), value);
            }
        }
        Command command = named ? named(Command.class, arguments[0]) : Command.TABLE;
        Options options = new Options(
                command,
                parts(given.remove("only")),
                number(given, "clients", 32),
                Duration.ofSeconds(number(given, "seconds", 15)),
                Duration.ofSeconds(number(given, "warm-up", 20)),
                number(given, "runs", 3),
                number(given, "products", 200),
                number(given, "customers", 1000),
                number(given, "under-way", 200),
                number(given, "events", command == Command.SIZE ? 10_000_000 : 1_000_000),
                number(given, "reads", 200),
                number(given, "commands", 50),
                given.containsKey("import") ? Path.of(given.remove("import")) : null,
                path(given, "report", Path.of("benchmark", "target", reportOf(command))),
                given.remove("axon-server"),
                launcher(given),
                path(given, "jar", Path.of("application", "target", "ledgerline.jar")),
                path(given, "java", Launch.thisJava()),
                List.copyOf(jvm),
                program);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "No such option: --" + given.keySet().iterator().next());
        }
        if (options.products < 2) {
            throw new IllegalArgumentException("--products must be 2 at least: an order has two of them");
        }
        if (command == Command.AXON_SERVER && options.axonServer == null) {
            throw new IllegalArgumentException("Which one? Say --axon-server=HOST:PORT");
        }
        return options;
    }

    private static String reportOf(Command command) {
        return command == Command.TABLE ? "report.html" : "report-%s.html".formatted(nameOf(command));
    }

    /** With more options of the program's own. */
    Launch launch(List<String> more) {
        List<String> store = command == Command.AXON_SERVER
                ? List.of("--ledgerline.event-store=axon-server", "--axon.axonserver.servers=" + axonServer)
                : List.of();
        Launch launch =
                new Launch(jar, java, jvmOptions, programOptions).with(store).with(more);
        return launcher == null ? launch : launch.by(launcher);
    }

    /** As the program's Java tells it. */
    String javaVersion() throws IOException {
        Process process = new ProcessBuilder(java.toString(), "-version")
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.contains("(build "))
                    .findFirst()
                    .orElse("unknown Java");
        }
    }

    /** 17, say. */
    int javaFeature() throws IOException {
        return Integer.parseInt(javaVersion().replaceAll(".*\\(build (\\d+).*", "$1"));
    }

    boolean isAnyWanted(Part... parts) {
        return Arrays.stream(parts).anyMatch(only::contains);
    }

    private static Set<Part> parts(@Nullable String text) {
        if (text == null) {
            return EnumSet.allOf(Part.class);
        }
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : text.split(",")) {
            parts.add(named(Part.class, name));
        }
        return parts;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(it -> nameOf(it).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " isn't measured here"));
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int number(Map<String, String> given, String name, int preset) {
        String text = given.remove(name);
        if (text == null) {
            return preset;
        }
        if (!text.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException("--" + name + " must be a whole number, 1 at least");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Path launcher(Map<String, String> given) {
        Path launcher = path(given, "launcher", Path.of("ledgerline"));
        return launcher.equals(Path.of("none")) ? null : launcher;
    }

    private static Path path(Map<String, String> given, String name, Path preset) {
        String text = given.remove(name);
        return text == null ? preset : Path.of(text);
    }
}
