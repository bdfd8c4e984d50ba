package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.testbed.Launch;
import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One program that clients use, that is killed while they do, and whose laws are checked. */
final class Campaign implements AutoCloseable {

    static final Path JAR = Path.of(System.getProperty("faults.jar", "../application/target/ledgerline.jar"));

    static final int CLIENTS = 8;

    /** For what is under way to come to its end. Far more than it ever needs. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Providers' deadlines are short, so that what becomes of an answer that never comes is seen soon. The pool is small
     * enough for two programs on one embedded PostgreSQL.
     */
    static final Launch LAUNCH = new Launch(
            JAR,
            Launch.thisJava(),
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            List.of(
                    "--ledgerline.read-database.maximum-pool-size=5",
                    "--ledgerline.payments.answer-deadline=PT3S",
                    "--ledgerline.payments.retry-delay=PT0.1S",
                    "--ledgerline.payments.sandbox.slow-delay=PT1S"));

    private final long seed;
    private final Random random;
    private final Program program;
    private final Gate gate = new Gate();
    private final Memory memory = new Memory();
    private final World world = new World();
    private final Front front;
    private final Inquest inquest;
    private final List<Instant> kills = new ArrayList<>();
    private Set<String> killedInTheMiddle = Set.of();
    private int phase;
    private boolean broken = true;

    private Campaign(long seed, Program program) {
        this.seed = seed;
        this.random = new Random(seed);
        this.program = program;
        this.front = new Front(program.address(), gate, memory);
        this.inquest = new Inquest(front, memory, Log.in(program::connect), program::connect);
    }

    /** With a seed that is new, or was given ({@code -Dfaults.seed}). */
    static Campaign begin() throws IOException, InterruptedException {
        long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
        say("the same choices again: -Dfaults.seed=%d".formatted(seed));
        Campaign campaign = new Campaign(seed, Program.start(LAUNCH));
        campaign.client("lister").listProducts();
        return campaign;
    }

    /** Clients do what they like. */
    void use(int commands) throws Exception {
        try (Crowd crowd = crowd()) {
            awaitAnswers(commands);
            crowd.goHome();
        }
        settle();
    }

    /** Clients do what they like, and the program is killed again and again. */
    void use(Stream<Kill> schedule) throws Exception {
        try (Crowd crowd = crowd()) {
            for (Kill kill : (Iterable<Kill>) schedule::iterator) {
                int before = memory.answers();
                awaitAnswers(20 + random.nextInt(150));
                strike(kill, memory.answers() - before);
            }
            awaitAnswers(50);
            crowd.goHome();
        }
        settle();
    }

    /** Clients do what they like with two programs on one database, and one of these is killed while they do. */
    void useOnTwoNodes(int commands) throws Exception {
        try (Program second = Program.start(LAUNCH.with(program.optionsToShareItsDatabase()));
                Crowd crowd = crowd()) {
            front.alsoSendTo(second.address());
            awaitAnswers(commands);
            awaitTheMiddleOfCommands();
            second.kill();
            awaitAnswers(50);
            crowd.goHome();
        } finally {
            front.alsoSendTo(program.address());
        }
        settle();
    }

    /** A file is imported while clients do what they like, and the program is killed in the middle of it. */
    void importAndKill(Kill kill) throws Exception {
        InterruptedImport file = new InterruptedImport(front, random);
        try (Crowd crowd = crowd()) {
            file.begin();
            int orders = 1 + random.nextInt(100);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> hasImported(orders));
            strike(kill, 0);
            awaitAnswers(20);
            crowd.goHome();
        }
        file.finish();
        settle();
        Findings findings = new Findings();
        try (Connection database = program.connect()) {
            file.check(database, findings);
        }
        conclude(findings);
    }

    private boolean hasImported(int orders) throws IOException, SQLException {
        try (Connection database = program.connect()) {
            return InterruptedImport.hasImported(orders, database);
        }
    }

    private void strike(Kill kill, int commands) throws Exception {
        awaitTheMiddleOfCommands();
        kill(kill);
        gate.close();
        long began = System.nanoTime();
        program.launchAgain();
        program.awaitReady();
        double seconds = (System.nanoTime() - began) / 1e9;
        Findings findings = new Findings();
        Replay log = inquest.always(findings);
        long inLog =
                killedInTheMiddle.stream().filter(log.effects()::containsKey).count();
        gate.open();
        conclude(findings);
        say(
                "kill %d: %s, after %d commands and in the middle of %d, of which %d were in the log; up again in %.1f s; %d events, laws hold"
                        .formatted(
                                kills.size(),
                                kill.text(),
                                commands,
                                killedInTheMiddle.size(),
                                inLog,
                                seconds,
                                log.events()));
    }

    /** Half of the time, when something has just got into the log that nobody has been told of yet. */
    private void awaitTheMiddleOfCommands() throws IOException, SQLException {
        int enough = 1 + random.nextInt(CLIENTS / 2);
        if (random.nextBoolean()) {
            awaitAtMost(PATIENCE, () -> front.unanswered().size() >= enough);
            return;
        }
        try (Connection database = program.connect();
                PreparedStatement untold = database.prepareStatement("""
                        select exists (select from (select metadata from write.events order by position desc limit 50) latest
                                       where metadata::json ->> 'requestId' = any(?))""")) {
            awaitAtMost(PATIENCE, () -> {
                untold.setArray(
                        1, database.createArrayOf("text", front.unanswered().toArray()));
                try (ResultSet row = untold.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            });
        }
    }

    private void kill(Kill kill) throws Exception {
        switch (kill) {
            case PROGRAM -> killProgram();
            case POSTGRES_AND_PROGRAM -> {
                program.killPostgres();
                killProgram();
            }
            case POSTMASTER_FIRST -> {
                program.killPostmaster();
                long enough = memory.failures() + random.nextInt(20);
                awaitAtMost(PATIENCE, () -> memory.failures() >= enough);
                killProgram();
            }
            case TWICE -> {
                killProgram();
                gate.close();
                program.launchAgain();
                program.endsWithin(Duration.ofMillis(300 + random.nextInt(8_000)));
                killProgram();
            }
        }
    }

    private void killProgram() throws InterruptedException {
        kills.add(Instant.now());
        Set<String> unanswered = front.unanswered();
        program.kill();
        killedInTheMiddle = new HashSet<>(unanswered);
        killedInTheMiddle.retainAll(front.unanswered());
    }

    Random random() {
        return random;
    }

    private Crowd crowd() {
        phase++;
        return new Crowd(IntStream.range(0, CLIENTS)
                .mapToObj(number -> client("c%d-%d".formatted(phase, number)))
                .toList());
    }

    private Client client(String name) {
        return new Client(name, random.nextLong(), world, front);
    }

    private void awaitAnswers(int more) {
        int enough = memory.answers() + more;
        awaitAtMost(PATIENCE, () -> memory.answers() >= enough);
    }

    private static void awaitAtMost(Duration time, Callable<Boolean> condition) {
        await().atMost(time)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    /** Waits until all is over, and checks all laws. */
    private void settle() throws Exception {
        Inquest.Outcome outcome = inquest.settled(PATIENCE);
        new Report(memory, kills, outcome.log(), outcome.findings()).print();
        conclude(outcome.findings());
    }

    private void conclude(Findings findings) {
        List<String> all = findings.broken();
        assertThat(all.subList(0, Math.min(20, all.size())))
                .as(
                        "%d times a law was broken (-Dfaults.seed=%d), the data is in %s",
                        all.size(), seed, program.directory())
                .isEmpty();
    }

    static void say(String what) {
        System.out.println("[faults] " + what);
    }

    /** Nothing was broken: its data can go. */
    void succeeded() {
        broken = false;
    }

    @Override
    public void close() throws InterruptedException {
        if (broken) {
            program.closeAndKeep();
        } else {
            program.close();
        }
    }
}
