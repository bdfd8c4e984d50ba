package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.testbed.Launch;
import io.ledgerline.testbed.Program;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Two programs on one PostgreSQL that outlives them. Clients use both, and one after the other is killed while they do. */
final class Nodes implements AutoCloseable {

    /** What is promised: until then the node that is left has all segments. */
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    private static final int MEASURED = 200;

    private static final List<String> NAMES = List.of("one", "other");

    private final long seed;
    private final Random random;
    private final EmbeddedPostgres postgres;
    private final List<Program> programs = new ArrayList<>();
    private final Memory memory = new Memory();
    private final World world = new World();
    private final List<Instant> kills = new ArrayList<>();
    private final List<Long> takeovers = new ArrayList<>();
    private boolean broken = true;

    private Nodes(long seed, EmbeddedPostgres postgres) {
        this.seed = seed;
        this.random = new Random(seed);
        this.postgres = postgres;
    }

    static Nodes start() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
        Campaign.say("the same choices again: -Dfaults.seed=%d".formatted(seed));
        Nodes nodes = new Nodes(seed, EmbeddedPostgres.start());
        try {
            Path secrets = Files.createTempDirectory("ledgerline-nodes-");
            Path masterKey = secrets.resolve("master.key");
            byte[] key = new byte[32];
            nodes.random.nextBytes(key);
            Files.writeString(masterKey, Base64.getEncoder().encodeToString(key));
            for (String name : NAMES) {
                nodes.programs.add(Program.start(nodes.launch(name, masterKey)));
            }
            return nodes;
        } catch (IOException | InterruptedException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /** With pools as they are by default: one node must be able to work at all segments. */
    private Launch launch(String name, Path masterKey) {
        return new Launch(
                Campaign.LAUNCH.jar(),
                Campaign.LAUNCH.java(),
                Campaign.LAUNCH.jvmOptions(),
                List.of(
                        "--ledgerline.node-id=" + name,
                        "--ledgerline.database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
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
        Front front = new Front(programs.get(0).address(), new Gate(), memory);
        front.alsoSendTo(programs.get(1).address());
        Inquest inquest = new Inquest(front, memory, this::connect);
        new Client("lister", random.nextLong(), world, front).listProducts();
        try (Crowd crowd = new Crowd(IntStream.range(0, Campaign.CLIENTS)
                .mapToObj(number -> new Client("n" + number, random.nextLong(), world, front))
                .toList())) {
            measure(front);
            for (int kill = 0; kill < times; kill++) {
                awaitAnswers(50);
                Instant next = Instant.now().plus(pause);
                strike(kill % 2, inquest);
                Duration left = Duration.between(Instant.now(), next);
                if (!left.isNegative()) {
                    await().pollDelay(left).atMost(left.plusSeconds(10)).until(() -> true);
                }
            }
            awaitAnswers(50);
            crowd.goHome();
        }
        Inquest.Outcome outcome = inquest.settled(Campaign.PATIENCE);
        new Report(memory, kills, outcome.log(), outcome.findings()).print();
        Campaign.say("all segments taken over after (ms): " + takeovers);
        conclude(outcome.findings());
        broken = false;
    }

    /** How long after a command's answer the other node, or the same one, reads what it has changed. */
    private void measure(Front front) throws Exception {
        awaitAnswers(200);
        HttpClient http = HttpClient.newHttpClient();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < MEASURED; i++) {
            String sku = world.sku(random);
            Sent sent = front.send(new Command(
                    "meter-" + i,
                    Kind.CHANGE_PRICE,
                    "PUT",
                    "/products/" + sku + "/price",
                    """
                    {"price": {"amount": "%s", "currency": "GBP"}}""".formatted(world.newPrice()),
                    null));
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

    private void strike(int victim, Inquest inquest) throws Exception {
        String survivor = NAMES.get(1 - victim);
        int segments = segmentsOf(NAMES.get(victim));
        int answers = memory.answers();
        kills.add(Instant.now());
        programs.get(victim).kill();
        long killed = System.nanoTime();
        await().atMost(Campaign.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> segmentsNotOf(survivor) == 0);
        long took = (System.nanoTime() - killed) / 1_000_000;
        takeovers.add(took);
        int served = memory.answers() - answers;
        programs.get(victim).launchAgain();
        programs.get(victim).awaitReady();
        Findings findings = new Findings();
        Replay log = inquest.always(findings);
        conclude(findings);
        Campaign.say(
                "kill %d: node %s with %d segments, all at the other after %d ms, which gave %d answers meanwhile; "
                                .formatted(kills.size(), NAMES.get(victim), segments, took, served)
                        + "%d events, laws hold".formatted(log.events()));
        assertThat(took).as("milliseconds until all segments were taken over").isLessThan(TAKEOVER.toMillis());
    }

    private int segmentsOf(String node) throws SQLException {
        return count("owner = '%s'".formatted(node));
    }

    private int segmentsNotOf(String node) throws SQLException {
        return count("owner is distinct from '%s'".formatted(node));
    }

    private int count(String condition) throws SQLException {
        try (Connection database = connect();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) from (select owner from read.processor_token
                                              union all select owner from write.processor_token) tokens
                        where\s""" + condition)) {
            row.next();
            return row.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
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
        postgres.close();
    }
}
