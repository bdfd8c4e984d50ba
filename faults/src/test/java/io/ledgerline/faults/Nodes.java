package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.testbed.Launch;
import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two programs on one PostgreSQL that outlives them, and whose log is there or in an Axon Server. Clients use both, and one after
 * the other is killed while they do.
 */
final class Nodes implements AutoCloseable {

    /** What is promised: until then the node that is left has all segments. */
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    /** After a fault is over: what failed again and again waits for a while until it is tried again. */
    static final Duration GOING_ON = Duration.ofMinutes(1);

    private static final int MEASURED = 200;

    private static final List<String> NAMES = List.of("one", "other");

    private final long seed;
    private final Random random;
    private final Database database;
    private final Log log;
    private final List<Program> programs = new ArrayList<>();
    private final Segments segments;
    private final Memory memory = new Memory();
    private final World world = new World();
    private final List<Instant> struck = new ArrayList<>();
    private final List<Long> takeovers = new ArrayList<>();
    private final Path masterKey;
    private boolean broken = true;

    private Nodes(Database database, Log log) throws IOException {
        this.seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
        this.random = new Random(seed);
        this.database = database;
        this.log = log;
        this.segments = new Segments(database);
        this.masterKey = Files.createTempFile("ledgerline-nodes-", ".key");
    }

    static Nodes start(Database database) throws Exception {
        return start(database, database.url(), UnaryOperator.identity());
    }

    /** With their log in that Axon Server. */
    static Nodes startOn(AxonServerLog log, Database database) throws Exception {
        return new Nodes(database, log).start(database.url(), launch -> launch, log.options());
    }

    /**
     * @param way by which the first of them gets to the database
     * @param special what is different about the first of them besides
     */
    static Nodes start(Database database, String way, UnaryOperator<Launch> special) throws Exception {
        return new Nodes(database, Log.in(database::connect)).start(way, special, List.of());
    }

    private Nodes start(String way, UnaryOperator<Launch> special, List<String> options) throws Exception {
        Campaign.say("the same choices again: -Dfaults.seed=%d".formatted(seed));
        try {
            byte[] key = new byte[32];
            random.nextBytes(key);
            Files.writeString(masterKey, Base64.getEncoder().encodeToString(key));
            programs.add(Program.start(
                    special.apply(launch(NAMES.get(0), way, masterKey).with(options))));
            programs.add(Program.start(
                    launch(NAMES.get(1), database.url(), masterKey).with(options)));
            return this;
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** With pools as they are by default: one node must be able to work at all segments. */
    private static Launch launch(String name, String database, Path masterKey) {
        return new Launch(
                Campaign.LAUNCH.jar(),
                Campaign.LAUNCH.java(),
                Campaign.LAUNCH.jvmOptions(),
                List.of(
                        "--ledgerline.node-id=" + name,
                        "--ledgerline.database.url=" + database,
                        "--ledgerline.database.username=postgres",
                        "--ledgerline.encryption.master-key-file=" + masterKey,
                        "--ledgerline.payments.webhook-secret=a secret that both know",
                        "--ledgerline.payments.answer-deadline=PT3S",
                        "--ledgerline.payments.retry-delay=PT0.1S",
                        "--ledgerline.payments.sandbox.slow-delay=PT1S"));
    }

    /**
     * Clients do what they like with both, and one is killed each time, and started again once the other has taken over.
     *
     * @param pause from kill to kill
     */
    void useAndKill(int times, Duration pause) throws Exception {
        Front front = front();
        Inquest inquest = new Inquest(front, memory, log, database::connect);
        try (Crowd crowd = crowd(front)) {
            measure(front);
            for (int kill = 0; kill < times; kill++) {
                awaitAnswers(50);
                Instant next = Instant.now().plus(pause);
                kill(kill % 2, inquest);
                Duration left = Duration.between(Instant.now(), next);
                if (!left.isNegative()) {
                    await().pollDelay(left).atMost(left.plusSeconds(10)).until(() -> true);
                }
            }
            awaitAnswers(50);
            crowd.goHome();
        }
        settle(inquest);
        Campaign.say("all segments taken over after (ms): " + takeovers);
        broken = false;
    }

    /** Something that happens, lasts, and is over again. */
    interface Fault {
        void happen() throws Exception;
    }

    /** Clients do what they like with both, while that happens again and again. Nodes have to go on by themselves. */
    void useDuring(String what, int times, Fault fault) throws Exception {
        useDuring(what, times, fault, GOING_ON);
    }

    /** @param goingOn until when they have to */
    void useDuring(String what, int times, Fault fault, Duration goingOn) throws Exception {
        Front front = front();
        Inquest inquest = new Inquest(front, memory, log, database::connect);
        try (Crowd crowd = crowd(front)) {
            for (int time = 1; time <= times; time++) {
                awaitAnswers(100 + random.nextInt(100));
                int answers = memory.answers();
                struck.add(Instant.now());
                fault.happen();
                int meanwhile = memory.answers() - answers;
                long took = awaitGoingOn(time);
                assertThat(took).as("milliseconds until all goes on").isLessThan(goingOn.toMillis());
                Findings findings = new Findings();
                Replay replay = inquest.always(findings);
                conclude(findings);
                Campaign.say("%s, %d: %d answers meanwhile, both go on after %d ms; %d events, laws hold"
                        .formatted(what, time, meanwhile, took, replay.events()));
            }
            awaitAnswers(100);
            crowd.goHome();
        }
        settle(inquest);
        broken = false;
    }

    /** Each is ready, does whatever it is asked to and shows it, and all segments are shared by both. */
    private long awaitGoingOn(int time) throws Exception {
        long over = System.nanoTime();
        for (int node = 0; node < programs.size(); node++) {
            programs.get(node).awaitReady();
            Front front = new Front(programs.get(node).address(), new Gate(), memory);
            for (String sku : world.skus()) {
                changePrice(sku, "probe-%d-%d-%s".formatted(time, node, sku), front);
            }
        }
        await().atMost(Campaign.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> segments.left() == 0 && segments.of(NAMES.get(0)) > 0 && segments.of(NAMES.get(1)) > 0);
        return (System.nanoTime() - over) / 1_000_000;
    }

    /** Until it can be read by the same way. */
    private void changePrice(String sku, String id, Front front) throws InterruptedException {
        Sent sent = front.send(priceChange(sku, id));
        long version = sent.answer().json().path("version").asLong();
        await().atMost(Campaign.PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> front.read("/products/" + sku)
                        .filter(it -> it.json().path("version").asLong() >= version)
                        .isPresent());
    }

    private Command priceChange(String sku, String id) {
        String body = "{\"price\": {\"amount\": \"%s\", \"currency\": \"GBP\"}}".formatted(world.newPrice());
        return new Command(id, Kind.CHANGE_PRICE, "PUT", "/products/" + sku + "/price", body, null);
    }

    private Front front() throws InterruptedException {
        Front front = new Front(programs.get(0).address(), new Gate(), memory);
        front.alsoSendTo(programs.get(1).address());
        new Client("lister", random.nextLong(), world, front).listProducts();
        return front;
    }

    private Crowd crowd(Front front) {
        return new Crowd(IntStream.range(0, Campaign.CLIENTS)
                .mapToObj(number -> new Client("n" + number, random.nextLong(), world, front))
                .toList());
    }

    private void settle(Inquest inquest) throws Exception {
        Inquest.Outcome outcome = inquest.settled(Campaign.PATIENCE);
        new Report(memory, struck, outcome.log(), outcome.findings()).print();
        conclude(outcome.findings());
    }

    /** The first one, whose way to the database may be special. */
    Program first() {
        return programs.get(0);
    }

    /** Until the second one has all segments, which must be soon. */
    void awaitTakeoverFromFirst() throws SQLException {
        long began = System.nanoTime();
        awaitTakeover(NAMES.get(1));
        long took = (System.nanoTime() - began) / 1_000_000;
        takeovers.add(took);
        Campaign.say("all segments are at the other after %d ms".formatted(took));
        assertThat(took).as("milliseconds until all segments were taken over").isLessThan(TAKEOVER.toMillis());
    }

    /** How long after a command's answer the other node, or the same one, reads what it has changed. */
    private void measure(Front front) throws Exception {
        awaitAnswers(200);
        HttpClient http = HttpClient.newHttpClient();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < MEASURED; i++) {
            String sku = world.sku(random);
            Sent sent = front.send(priceChange(sku, "meter-" + i));
            long version = sent.answer().json().path("version").asLong();
            long answered = System.nanoTime();
            int status = http.send(
                            HttpRequest.newBuilder(programs.get(i % 2)
                                            .address()
                                            .resolve("/products/%s?minVersion=%d".formatted(sku, version)))
                                    .header("Prefer", "wait=10")
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(200);
            delays.add((System.nanoTime() - answered) / 1_000_000);
        }
        Collections.sort(delays);
        Campaign.say(
                "while %d clients do what they like, a change is read on either node after %d ms at the median, %d ms at p99"
                        .formatted(Campaign.CLIENTS, delays.get(MEASURED / 2), delays.get(MEASURED * 99 / 100)));
    }

    private void awaitAnswers(int more) {
        int enough = memory.answers() + more;
        await().atMost(Campaign.PATIENCE).until(() -> memory.answers() >= enough);
    }

    private void kill(int victim, Inquest inquest) throws Exception {
        String survivor = NAMES.get(1 - victim);
        int had = segments.of(NAMES.get(victim));
        int answers = memory.answers();
        struck.add(Instant.now());
        programs.get(victim).kill();
        long killed = System.nanoTime();
        awaitTakeover(survivor);
        long took = (System.nanoTime() - killed) / 1_000_000;
        takeovers.add(took);
        int served = memory.answers() - answers;
        programs.get(victim).launchAgain();
        programs.get(victim).awaitReady();
        Findings findings = new Findings();
        Replay replay = inquest.always(findings);
        conclude(findings);
        Campaign.say(
                "kill %d: node %s with %d segments, all at the other after %d ms, which gave %d answers meanwhile; "
                                .formatted(struck.size(), NAMES.get(victim), had, took, served)
                        + "%d events, laws hold".formatted(replay.events()));
        assertThat(took).as("milliseconds until all segments were taken over").isLessThan(TAKEOVER.toMillis());
    }

    private void awaitTakeover(String survivor) throws SQLException {
        ConditionFactory soon = await().pollInterval(Duration.ofMillis(20));
        try {
            soon.atMost(TAKEOVER).until(() -> segments.notOf(survivor) == 0);
        } catch (ConditionTimeoutException late) {
            Campaign.say("a takeover is late; who waits for whom in the database: " + segments.waiting());
            soon.atMost(Campaign.PATIENCE).until(() -> segments.notOf(survivor) == 0);
        }
    }

    private void conclude(Findings findings) {
        List<String> all = findings.broken();
        assertThat(all.subList(0, Math.min(20, all.size())))
                .as("%d times a law was broken (-Dfaults.seed=%d)", all.size(), seed)
                .isEmpty();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Program program : programs) {
            if (broken) {
                Campaign.say("what it said is in " + program.directory());
                program.closeAndKeep();
            } else {
                program.close();
            }
        }
        Files.delete(masterKey);
    }
}
