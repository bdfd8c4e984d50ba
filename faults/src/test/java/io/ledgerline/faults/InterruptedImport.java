package io.ledgerline.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file whose import is killed, and its twin, whose import isn't: both must come to the same. */
final class InterruptedImport {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Differ in any case. */
    private static final Set<String> OWN = Set.of("id", "startedAt", "finishedAt", "version", "sha256");

    private final Front front;
    private final RetailData killed;
    private final RetailData twin;
    private String location = "";
    private String locationAgain = "";
    private String twinLocation = "";
    private JsonNode ended = JSON.nullNode();
    private JsonNode twinEnded = JSON.nullNode();

    InterruptedImport(Front front, Random random) {
        this.front = front;
        long seed = random.nextLong();
        this.killed = new RetailData('5', seed);
        this.twin = new RetailData('6', seed);
    }

    void begin() throws InterruptedException {
        location = upload(killed);
    }

    /** So many of its orders are there, and it goes on. */
    static boolean hasImported(int orders, Connection database) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement("""
                select count(*) >= ? and exists (select from write.import where status = 'running')
                from write.events where type = 'order.OrderImported'""")) {
            statement.setInt(1, orders);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** The same file again is the same import. */
    void finish() throws InterruptedException {
        Campaign.say("the import was killed; it goes on to its end, and then its twin");
        locationAgain = upload(killed);
        ended = comparable(completed(location), killed);
        twinLocation = upload(twin);
        twinEnded = comparable(completed(twinLocation), twin);
    }

    private String upload(RetailData data) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            Optional<Answer> answer = front.upload("/imports?format=online-retail", data.csv());
            if (answer.isPresent() && answer.get().status() == 202) {
                return "/imports/" + answer.get().json().path("id").asString();
            }
            if (attempt > 100) {
                throw new IllegalStateException("The import isn't accepted: " + answer);
            }
        }
    }

    private Answer completed(String import_) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> front.read(import_),
                        answer -> answer.map(it ->
                                        !it.json().path("status").asString().equals("running"))
                                .orElse(false))
                .orElseThrow();
    }

    void check(Connection database, Findings findings) throws SQLException, InterruptedException {
        findings.same(Law.IMPORT, location, locationAgain, "The same file again");
        findings.same(Law.IMPORT, twinEnded, ended, "What became of the import");
        findings.same(Law.IMPORT, rejections(twin, twinLocation), rejections(killed, location), "Its rejections");
        Map<String, String> expected = streams(database, twin);
        Map<String, String> actual = streams(database, killed);
        findings.same(Law.IMPORT, expected.keySet(), actual.keySet(), "Its orders and payments");
        expected.forEach((stream, events) -> findings.same(Law.IMPORT, events, actual.get(stream), "%s", stream));
        Campaign.say("import: " + ended);
    }

    private String rejections(RetailData data, String import_) throws InterruptedException {
        return front.read(import_ + "/rejections")
                .map(it -> data.anonymous(it.body()))
                .orElse("unreadable");
    }

    private static JsonNode comparable(Answer progress, RetailData data) {
        ObjectNode json = (ObjectNode) JSON.readTree(data.anonymous(progress.body()));
        json.remove(OWN);
        return json;
    }

    /** What the log has of the file's orders and of their payments, by invoice; without the ids that are their own. */
    private static Map<String, String> streams(Connection database, RetailData data) throws SQLException {
        Map<String, String> streams = new TreeMap<>();
        try (PreparedStatement log = database.prepareStatement("""
                select coalesce(payload::json ->> 'orderId', payload::json ->> 'reference') as invoice, type, payload
                from write.events
                where stream_type in ('order', 'payment') and metadata::json ->> 'who' like 'import:%'
                order by stream_type, sequence""")) {
            try (ResultSet row = log.executeQuery()) {
                while (row.next()) {
                    String invoice = row.getString("invoice");
                    if (data.isOne(invoice)) {
                        ObjectNode payload = (ObjectNode) JSON.readTree(data.anonymous(row.getString("payload")));
                        payload.remove(Set.of("paymentId", "providerReference", "refundId"));
                        streams.merge(data.anonymous(invoice), row.getString("type") + payload + "\n", String::concat);
                    }
                }
            }
        }
        return streams;
    }
}
