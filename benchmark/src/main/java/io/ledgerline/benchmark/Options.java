package io.ledgerline.benchmark;

import io.ledgerline.testbed.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and how long.
 *
 * @param subject what is measured
 * @param clients that send at the same time, and connections that append
 * @param seconds of one measured run
 * @param warmup seconds before the first run that are not measured
 * @param runs measured
 * @param products listed, with plenty of stock; each order has two of them
 * @param customers who order
 * @param underWay orders that may be placed and not confirmed yet, when confirmations are measured
 * @param settle how long, after a run, to wait for the processes to finish what it has begun
 * @param processes whether the program takes its orders through stock and payment meanwhile
 * @param events in the log, when views are rebuilt or the log is verified
 * @param reads in a second, while views are rebuilt
 * @param commands in a second, while views are rebuilt; each is followed by one of the reads
 * @param jar the packaged program
 * @param java that runs it
 * @param jvmOptions its JVM's
 * @param programOptions its own
 */
record Options(
        Subject subject,
        int clients,
        Duration seconds,
        Duration warmup,
        int runs,
        int products,
        int customers,
        int underWay,
        Duration settle,
        boolean processes,
        int events,
        int reads,
        int commands,
        Path jar,
        Path java,
        List<String> jvmOptions,
        List<String> programOptions) {

    /** What is measured. */
    enum Subject {
        ORDERS,
        REBUILD,
        LONG_STREAMS,
        VERIFY
    }

    static final String HELP = """
            Measures against a running program, over HTTP.

            ./mvnw -q -pl benchmark -am -DskipTests package && java -jar benchmark/target/benchmark.jar [subject] [options]

              orders           if nothing is said: POST /orders; orders placed and confirmed, without a growing backlog;
                               the same with one hot product in all orders. And, in the same run, the limit: plain JDBC
                               appending the same rows to the same PostgreSQL
              rebuild          all views of a long log made anew while the shop is open; then one of them alone
              long-streams     commands on long and short streams; an order of 10,000 versions now and as it was
              verify           a long log compared with its seals

              --clients=32     clients that send at the same time; as many connections append
              --seconds=20     length of a measured run
              --warmup=20      seconds before the first run that are not measured
              --runs=3         measured runs of each; the table shows the median and the spread
              --products=200   products, with plenty of stock; each order has two of them
              --customers=1000 customers
              --under-way=200  orders that may be placed and not confirmed yet, when confirmations are measured
              --settle=60      seconds to wait, after a run, for the processes to finish what it has begun
              --process=on     off: the program gets orders placed, but doesn't take them through stock and payment
              --events=1000000 in the log, for rebuild and verify; copied from those of some hundred orders by COPY
              --reads=200      in a second, while views are rebuilt
              --commands=50    in a second, while views are rebuilt; each is followed by a read of what it wrote
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
        Options options = new Options(
                named ? subject(arguments[0]) : Subject.ORDERS,
                number(given, "clients", 32),
                Duration.ofSeconds(number(given, "seconds", 20)),
                Duration.ofSeconds(number(given, "warmup", 20)),
                number(given, "runs", 3),
                number(given, "products", 200),
                number(given, "customers", 1000),
                number(given, "under-way", 200),
                Duration.ofSeconds(number(given, "settle", 60)),
                isOn(given.remove("process")),
                number(given, "events", 1_000_000),
                number(given, "reads", 200),
                number(given, "commands", 50),
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
        return options;
    }

    Launch launch() {
        List<String> program = new ArrayList<>(programOptions);
        if (!processes) {
            program.add(0, "--ledgerline.roles=command,query");
        }
        return new Launch(jar, java, jvmOptions, program);
    }

    private static Subject subject(String name) {
        return Arrays.stream(Subject.values())
                .filter(it ->
                        it.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " isn't measured here"));
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

    private static boolean isOn(@Nullable String text) {
        if (text != null && !text.equals("on") && !text.equals("off")) {
            throw new IllegalArgumentException("--process must be on or off");
        }
        return !"off".equals(text);
    }

    private static Path path(Map<String, String> given, String name, Path preset) {
        String text = given.remove(name);
        return text == null ? preset : Path.of(text);
    }
}
