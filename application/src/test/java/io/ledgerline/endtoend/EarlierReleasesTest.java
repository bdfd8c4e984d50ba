package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small log for each release, as that has written it, with its customers' keys, and what it said of it: each line of a file is a
 * row of a table, or a request with its answer.
 */
class EarlierReleasesTest {

    private static final Path RELEASES = Path.of("src/test/resources/releases");
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TABLES = List.of("customer_key", "events");

    static List<Path> releases() throws IOException {
        try (Stream<Path> files = Files.list(RELEASES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void givenTheLogOfARelease_whenThisProgramReadsIt_thenItSaysTheSameAndGoesOnWithIt(Path file) throws IOException {
        try (Cluster cluster = Cluster.on(Store.POSTGRES);
                Program program = cluster.node("later")) {
            Dump.migrate(cluster.writeDatabase());
            List<JsonNode> lines =
                    Files.readAllLines(file).stream().map(JSON::readTree).toList();
            TABLES.forEach(table -> fill(cluster.write(), table, lines));

            program.ensureRunning();
            Shop shop = new Shop(program.address());
            shop.eventually(
                    "/admin/processors", all -> all.items("lagEvents").stream().allMatch("0"::equals));

            assertThat(shop.get("/admin/dead-letters").expect(200).at("/items")).isEmpty();
            lines.stream().filter(line -> line.has("request")).forEach(line -> {
                String request = line.get("request").asString();
                assertHas(shop.get(request).expect(200).json(), line.get("answer"), request);
            });
            shop.post("/orders/open/cancellation", "{\"reason\": \"No longer wanted\"}")
                    .expect(200);
            shop.post("/products/KETTLE/stock", "{\"quantity\": 1}").expect(200);
            shop.eventually("/orders/open", it -> "CANCELLED".equals(it.text("/status")));
            assertThat(shop.post("/admin/log/verify", "").expect(200).text("/verified"))
                    .isEqualTo("true");
        }
    }

    private static void fill(JdbcClient database, String table, List<JsonNode> lines) {
        lines.stream()
                .filter(line -> line.has(table))
                .forEach(line -> database.sql(
                                "insert into write.%s select * from json_populate_record(null::write.%1$s, ?::json)"
                                        .formatted(table))
                        .param(line.get(table).toString())
                        .update());
        if (table.equals("events")) {
            database.sql("select setval(pg_get_serial_sequence('write.events', 'position'), max(position))"
                            + " from write.events")
                    .query(Long.class)
                    .single();
        }
    }

    /** What it said then; it may say more today. */
    private static void assertHas(JsonNode now, JsonNode then, String where) {
        if (then.isObject()) {
            then.properties()
                    .forEach(member ->
                            assertHas(now.path(member.getKey()), member.getValue(), where + " " + member.getKey()));
        } else if (then.isArray()) {
            assertThat(now.size()).as(where).isEqualTo(then.size());
            for (int i = 0; i < then.size(); i++) {
                assertHas(now.get(i), then.get(i), where + " " + i);
            }
        } else {
            assertThat(now).as(where).isEqualTo(then);
        }
    }

    /** Before a release: {@code -Dlog.write=0.1.0} writes its file. */
    @Test
    @EnabledIfSystemProperty(named = "log.write", matches = ".+")
    void writesTheLogOfThisRelease() throws IOException {
        try (Cluster cluster = Cluster.on(Store.POSTGRES);
                Program program = cluster.node("release", "--ledgerline.payments.retry-delay=PT0.1S")) {
            program.ensureRunning();
            Shop shop = new Shop(program.address());
            EventfulDay.spend(shop, cluster.write());
            shop.eventually(
                    "/admin/processors", all -> all.items("lagEvents").stream().allMatch("0"::equals));

            List<String> lines = new ArrayList<>();
            for (String table : TABLES) {
                cluster.write()
                        .sql("select json_build_object(?::text, row_to_json(t))::text from write.%s t order by 1"
                                .formatted(table))
                        .param(table)
                        .query(String.class)
                        .list()
                        .forEach(lines::add);
            }
            for (String request : EventfulDay.QUESTIONS) {
                ObjectNode line = JSON.createObjectNode().put("request", request);
                line.set("answer", shop.get(request).expect(200).json());
                lines.add(line.toString());
            }
            assertThat(new TreeSet<>(cluster.write()
                            .sql("select type || ' r' || revision from write.events")
                            .query(String.class)
                            .list()))
                    .as("all events that this release can write")
                    .containsExactlyElementsOf(EventfulDay.allTypes());
            Files.createDirectories(RELEASES);
            Files.write(RELEASES.resolve(System.getProperty("log.write") + ".ndjson"), lines);
        }
    }
}
