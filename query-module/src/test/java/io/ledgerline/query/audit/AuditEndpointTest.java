package io.ledgerline.query.audit;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditEndpointTest {

    private static final Instant MONDAY = Instant.parse("2026-11-16T12:00:00Z");

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    /** Positions 1 to 4. */
    private void fourEvents() {
        log.recorded(MONDAY).saying(Map.of(MessageMetadata.WHO, "ada", MessageMetadata.REQUEST_ID, "r1"));
        readSide.project(
                log.append(placed("1", "ada", readSide.keys().key("ada"), List.of(), line("MUG", 1, "1"))),
                log.append(placed("2", "ada", readSide.keys().key("ada"), List.of(), line("MUG", 1, "1"))));
        log.recorded(MONDAY.plusSeconds(60))
                .saying(Map.of(MessageMetadata.WHO, "process:x", MessageMetadata.REQUEST_ID, "r2"));
        readSide.project(
                log.append(new OrderConfirmed(new OrderId("1"))), log.append(new OrderConfirmed(new OrderId("2"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; 4,3,2,1",
                "who=ada; 2,1",
                "who=process:x; 4,3",
                "who=nobody; ''",
                "type=order.OrderPlaced; 2,1",
                "stream=order-1; 3,1",
                "requestId=r2; 4,3",
                "from=2026-11-16T12:01:00Z; 4,3",
                "to=2026-11-16T12:01:00Z; 2,1",
                "from=2026-11-16T12:00:00Z&to=2026-11-16T12:00:00Z; ''",
                "who=ada&stream=order-1&type=order.OrderPlaced&requestId=r1; 1"
            })
    void eventsAreFoundByWhoWhatAndWhen(String search, String positions) {
        fourEvents();

        List<String> found = new ArrayList<>();
        json("/audit?" + search)
                .get("items")
                .forEach(item -> found.add(item.get("position").asString()));
        assertThat(String.join(",", found)).isEqualTo(positions);
    }

    @Test
    void personalDataIsReadableUntilThePersonIsForgotten() {
        fourEvents();
        assertThat(json("/audit?stream=order-1")
                        .at("/items/1/data/customerName")
                        .asString())
                .isEqualTo("Ada Byron");
        readSide.keys().forget("ada");

        assertThat(json("/audit?stream=order-1")
                        .at("/items/1/data/customerName")
                        .isNull())
                .isTrue();
    }

    @Test
    void newEventsDoNotMoveThePagesOfOlderOnes() {
        fourEvents();

        JsonNode first = json("/audit?limit=3");
        readSide.project(log.append(placed("3", line("MUG", 1, "1"))));
        JsonNode second =
                json("/audit?limit=3&cursor=" + first.get("nextCursor").asString());

        assertThat(second.get("items")).hasSize(1);
        assertThat(second.at("/items/0/position").asLong()).isEqualTo(1);
        assertThat(second.get("nextCursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=monday", "limit=0", "cursor=x", "who=%00", "who=", "type=%0A"})
    void whatMakesNoSenseIsInvalid(String parameter) {
        client.get()
                .uri(URI.create("/audit?" + parameter))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void anExportHasAllThatIsFoundHoweverMuchItIs() {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        IntStream.range(0, 1203).forEach(i -> events.add(log.append(placed("o" + i, line("MUG", 1, "1")))));
        readSide.project(events);

        List<String> csv = export("/audit", "text/csv");
        List<String> lines = export("/audit?type=order.OrderPlaced", MediaType.APPLICATION_NDJSON_VALUE);

        assertThat(csv).hasSize(1204);
        assertThat(csv.get(0)).startsWith("position,eventId,stream,version,type,");
        assertThat(csv.get(1)).startsWith("1203,").contains(",order-o1202,0,order.OrderPlaced,1,");
        assertThat(csv.get(1203)).startsWith("1,");
        assertThat(lines).hasSize(1203);
        assertThat(JsonMapper.shared().readTree(lines.get(1202)).get("position").asLong())
                .isEqualTo(1);
        assertThat(export("/audit?type=none", "text/csv")).hasSize(1);
        assertThat(export("/audit?type=none", MediaType.APPLICATION_NDJSON_VALUE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=HYPERLINK(\"http://evil\")  | ,\"'=HYPERLINK(\"\"http://evil\"\")\",",
                "+1                         | ,'+1,",
                "-1                         | ,'-1,",
                "@sum                       | ,'@sum,",
                "one, two                   | ,\"one, two\",",
                "fine                       | ,fine,"
            })
    void noReasonBecomesAFormula(String why, String cell) {
        log.saying(Map.of(MessageMetadata.WHY, why));
        readSide.project(log.append(placed("1", line("MUG", 1, "1"))));

        assertThat(export("/audit", "text/csv").get(1)).contains(cell);
    }

    private List<String> export(String uri, String type) {
        byte[] body = client.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
                .build()
                .get()
                .uri(uri)
                .header("Accept", type)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(type)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return body == null ? List.of() : new String(body, UTF_8).lines().toList();
    }

    private JsonNode json(String uri) {
        return client.get()
                .uri(URI.create(uri))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
