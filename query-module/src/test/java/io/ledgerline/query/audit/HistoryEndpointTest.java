package io.ledgerline.query.audit;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentRequested;
import static io.ledgerline.query.Samples.paymentStarted;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderEvent.ShippingAddressChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.Samples;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What happened to order 75. */
class HistoryEndpointTest {

    private static final Sku MUG = new Sku("MUG");

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    private void placedAndPaid() {
        var key = readSide.keys().key("ada");
        readSide.project(
                log.append(Samples.listed("MUG", "A mug", "of clay", "4.25")),
                log.append(new StockReceived(MUG, Quantity.of(10))));
        readSide.project(
                log.saying(Map.of(
                                MessageMetadata.WHO, "developer",
                                MessageMetadata.WHY, "rang up",
                                MessageMetadata.REQUEST_ID, "request-1",
                                MessageMetadata.CAUSED_BY, "command-1"))
                        .recorded(Instant.parse("2026-02-02T00:00:00Z"))
                        .append(placed("75", "ada", key, List.of(), line("MUG", 2, "4.25"))),
                log.saying(Map.of(MessageMetadata.WHO, "process:order-fulfilment"))
                        .append(new StockReserved(MUG, new ReservationId("75"), Quantity.of(2))),
                log.append(placed("76", "ada", key, List.of(), line("MUG", 1, "4.25"))),
                log.append(new OrderConfirmed(new OrderId("75"))),
                log.append(paymentStarted("75", "p", "8.50")),
                log.append(paymentRequested("p", "75", "8.50")));
        readSide.project(
                log.append(new PaymentCaptured(new PaymentId("p"), "75", gbp("8.50"), "ref")),
                log.append(paymentReceived("75", "p", "8.50", "0")));
    }

    @Test
    void whatBelongsToAnOrderIsToldInTheOrderOfTheLog() {
        placedAndPaid();

        assertThat(history("/orders/75/history").stream()
                        .map(it -> it.get("type").asString()))
                .containsExactly(
                        "order.OrderPlaced",
                        "catalog.StockReserved",
                        "order.OrderConfirmed",
                        "order.PaymentStarted",
                        "payment.PaymentRequested",
                        "payment.PaymentCaptured",
                        "order.PaymentReceived");
    }

    @Test
    void eachEventTellsWhoDidItWhyAndBecauseOfWhat() {
        placedAndPaid();

        client.get()
                .uri("/orders/75/history?limit=1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                {"items":[{"position":3,"stream":"order-75","version":0,"type":"order.OrderPlaced","revision":"1",
                           "effectiveAt":"2026-01-01T00:00:00Z","recordedAt":"2026-02-02T00:00:00Z",
                           "who":"developer","why":"rang up","requestId":"request-1","causedBy":"command-1",
                           "data":{"orderId":"75","customerId":"ada","customerName":"Ada Byron",
                                   "shippingAddress":{"line1":"12 St James's Square","city":"London"},
                                   "lines":[{"sku":"MUG","quantity":2}]}}]}""");
    }

    @Test
    void eachEventTellsWhatItChanged() {
        placedAndPaid();

        List<JsonNode> history = history("/orders/75/history");
        assertThat(changes(history.get(0)))
                .contains("/status: null -> \"PENDING\"", "/customerName: null -> \"Ada Byron\"")
                .anyMatch(change -> change.startsWith("/shippingAddress: null -> {\"name\":\"Ada Byron\""));
        assertThat(changes(history.get(1))).containsExactly("/reserved: 0 -> 2");
        assertThat(changes(history.get(2))).containsExactly("/status: \"PENDING\" -> \"CONFIRMED\"");
        assertThat(changes(history.get(3))).isEmpty();
        assertThat(changes(history.get(6)))
                .containsExactlyInAnyOrder(
                        "/status: \"CONFIRMED\" -> \"PAID\"",
                        "/paid: {\"amount\":\"0.00\",\"currency\":\"GBP\"} -> {\"amount\":\"8.50\",\"currency\":\"GBP\"}",
                        "/outstanding: {\"amount\":\"8.50\",\"currency\":\"GBP\"} -> {\"amount\":\"0.00\",\"currency\":\"GBP\"}");
    }

    private static List<String> changes(JsonNode event) {
        List<String> changes = new ArrayList<>();
        event.get("changes")
                .forEach(change -> changes.add("%s: %s -> %s"
                        .formatted(change.get("path").asString(), change.get("before"), change.get("after"))));
        return changes;
    }

    @Test
    void aForgottenPersonIsForgottenInItsHistoryToo() {
        placedAndPaid();
        var moved = readSide.keys().key("ada").encrypt(Samples.ADDRESS.replace("London", "Ockham"));
        readSide.project(log.append(new ShippingAddressChanged(new OrderId("76"), moved)));
        assertThat(history("/orders/76/history")
                        .get(1)
                        .at("/data/shippingAddress/city")
                        .asString())
                .isEqualTo("Ockham");
        readSide.keys().forget("ada");

        for (JsonNode event : history("/orders/76/history")) {
            assertThat(event.at("/data/customerName").isValueNode()
                            && event.at("/data/customerName").isString())
                    .isFalse();
            assertThat(event.at("/data/shippingAddress").isNull()).isTrue();
            assertThat(event.toString()).doesNotContain("Ada", "Ockham", "key ");
        }
    }

    @Test
    void everythingThatIsEncryptedIsKnownToBe() {
        Set<String> encrypted = Arrays.stream(OrderEvent.class.getPermittedSubclasses())
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(component -> component.getType() == Encrypted.class)
                .map(component -> component.getName())
                .collect(Collectors.toSet());

        encrypted.add("reason");
        assertThat(encrypted).isEqualTo(AuditDisclosure.PERSONAL);
    }

    @Test
    void whatPeopleWroteIsReadableUntilThePersonIsForgotten() {
        placedAndPaid();
        var key = readSide.keys().key("ada");
        log.saying(Map.of(MessageMetadata.WHY, key.encrypt("Ada rang up").text()));
        readSide.project(
                log.append(new OrderCancelled(
                        new OrderId("75"),
                        new Cancellation(
                                Cancellation.BY_REQUEST,
                                key.encrypt("Ada moved away").text(),
                                List.of()))),
                log.append(new RefundRequested(
                        new PaymentId("p"),
                        "75",
                        new RefundId("r"),
                        gbp("8.50"),
                        new ProviderCharge("sandbox", "ref"),
                        Reason.of(key.encrypt("Ada was right").text()))),
                log.append(new RefundStarted(
                        new OrderId("75"), new PaymentId("p"), new RefundId("r2"), gbp("8.50"), "credit_note")));

        List<JsonNode> known = history("/orders/75/history?limit=200");
        assertThat(known.get(7).at("/data/cancellation/reason").asString()).isEqualTo("Ada moved away");
        assertThat(changes(known.get(7)))
                .anyMatch(change -> change.startsWith("/cancellation") && change.contains("Ada moved away"));
        assertThat(known.get(8).at("/data/reason").asString()).isEqualTo("Ada was right");
        assertThat(known.subList(7, 10))
                .allSatisfy(event -> assertThat(event.at("/why").asString()).isEqualTo("Ada rang up"));

        readSide.keys().forget("ada");

        List<JsonNode> forgotten = history("/orders/75/history?limit=200");
        assertThat(forgotten.toString()).doesNotContain("Ada ", "v1:");
        assertThat(forgotten.get(7).at("/data/cancellation/reason").isNull()).isTrue();
        assertThat(forgotten.get(7).at("/data/cancellation/code").asString()).isEqualTo(Cancellation.BY_REQUEST);
        assertThat(forgotten.get(8).at("/data/reason").isNull()).isTrue();
        assertThat(forgotten.get(9).at("/data/reason").asString()).isEqualTo("credit_note");
        assertThat(forgotten.get(0).at("/why").asString())
                .as("a process's, or an import's")
                .isEqualTo("rang up");
    }

    @Test
    void whatTheAuditKeepsInAnOlderShapeIsShownInTodays() {
        placedAndPaid();
        String reason = readSide.keys().key("ada").encrypt("Ada was right").text();
        readSide.project(log.append(new RefundRequested(
                new PaymentId("p"),
                "75",
                new RefundId("r"),
                gbp("8.50"),
                new ProviderCharge("sandbox", "ref"),
                Reason.of(reason))));
        JsonNode today = history("/orders/75/history?limit=200").get(7);
        stored("1", """
                {"paymentId":"p","reference":"75","refundId":"r","amount":{"amount":"8.50","currency":"GBP"},
                 "provider":"sandbox","chargeReference":"ref","reason":"%s"}""".formatted(reason));

        JsonNode once = history("/orders/75/history?limit=200").get(7);

        assertThat(once).isEqualTo(today);
        assertThat(once.at("/data/reason").asString()).isEqualTo("Ada was right");
        readSide.keys().forget("ada");
        JsonNode forgotten = history("/orders/75/history?limit=200").get(7);
        assertThat(forgotten.at("/data/reason").isNull()).isTrue();
        assertThat(forgotten.at("/data/charge/reference").asString()).isEqualTo("ref");
    }

    @Test
    void whatANewerProgramHasKeptIsShownAsItIs() {
        placedAndPaid();
        readSide.project(log.append(new RefundRequested(
                new PaymentId("p"),
                "75",
                new RefundId("r"),
                gbp("8.50"),
                new ProviderCharge("sandbox", "ref"),
                Reason.of("broken"))));
        stored("99", "{\"refund\":\"r\"}");

        JsonNode newer = history("/orders/75/history?limit=200").get(7);

        assertThat(newer.at("/revision").asString()).isEqualTo("99");
        assertThat(newer.get("data").toString()).isEqualTo("{\"refund\":\"r\"}");
    }

    private void stored(String revision, String payload) {
        assertThat(readSide.jdbc()
                        .update(
                                "update audit set revision = ?, payload = ? where type = 'payment.RefundRequested'",
                                revision,
                                payload))
                .isOne();
    }

    @Test
    void whatIsSaidOfProductsIsTakenAsItIs() {
        log.saying(Map.of(MessageMetadata.WHY, "v1: of the catalogue"));
        readSide.project(log.append(Samples.listed("MUG", "A mug", "of clay", "4.25")));

        assertThat(json("/audit?stream=product-MUG").at("/items/0/why").asString())
                .isEqualTo("v1: of the catalogue");
    }

    @Test
    void whatIsReturnedBelongsToItsOrder() {
        placedAndPaid();
        log.saying(Map.of(MessageMetadata.REQUEST_ID, "request-9"));
        var returned = new ItemsReturned(
                new OrderId("75"),
                "return-1",
                List.of(new Pieces(MUG, Quantity.of(1))),
                Reason.of("broken"),
                false,
                gbp("4.25"),
                gbp("-4.25"));
        readSide.project(log.append(returned));
        readSide.project(log.append(new StockReturned(MUG, "return-1", Quantity.of(1))));

        assertThat(history("/orders/75/history").stream()
                        .map(it -> it.get("type").asString()))
                .endsWith("order.ItemsReturned", "catalog.StockReturned");
    }

    @Test
    void aLongHistoryComesPageByPage() {
        placedAndPaid();

        List<Long> positions = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json("/orders/75/history?limit=3" + cursor);
            page.get("items").forEach(item -> positions.add(item.get("position").asLong()));
            JsonNode next = page.get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }

        assertThat(positions).containsExactly(3L, 4L, 6L, 7L, 8L, 9L, 10L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/nobody/history", "/orders/no%20id/history"})
    void anUnknownOrderHasNoHistory(String uri) {
        for (MediaType type : List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM)) {
            client.get()
                    .uri(URI.create(uri))
                    .accept(type)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "cursor=none", "cursor=cDE_"})
    void whatMakesNoSenseIsInvalid(String parameter) {
        placedAndPaid();

        client.get()
                .uri("/orders/75/history?" + parameter)
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void whoFollowsMissesNothingAndGetsNothingTwice() {
        placedAndPaid();
        List<ServerSentEvent<String>> seen = new CopyOnWriteArrayList<>();
        Disposable follower = follow(null).subscribe(seen::add);
        try {
            await().untilAsserted(() -> assertThat(positions(seen)).hasSize(7));
            for (int i = 0; i < 150; i++) {
                readSide.project(log.append(new OrderConfirmed(new OrderId("75"))));
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(positions(seen)).hasSize(157));
        } finally {
            follower.dispose();
        }

        assertThat(positions(seen)).isSorted().doesNotHaveDuplicates();
        assertThat(seen).anyMatch(event -> "alive".equals(event.comment()));
        assertThat(seen).filteredOn(event -> event.data() != null).allMatch(event -> "event".equals(event.event()));
        await().untilAsserted(() -> assertThat(readSide.followers()).isZero());
    }

    @Test
    void whoComesBackGoesOnAfterWhatHeHasSeen() {
        placedAndPaid();

        List<ServerSentEvent<String>> seen = follow("7")
                .filter(event -> event.data() != null)
                .take(3)
                .collectList()
                .block(Duration.ofSeconds(20));

        assertThat(positions(seen)).containsExactly(8L, 9L, 10L);
    }

    private Flux<ServerSentEvent<String>> follow(String lastEventId) {
        return client.get()
                .uri("/orders/75/history")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .headers(headers -> {
                    if (lastEventId != null) {
                        headers.set("Last-Event-ID", lastEventId);
                    }
                })
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody();
    }

    private static List<Long> positions(List<ServerSentEvent<String>> events) {
        return events.stream()
                .filter(event -> event.data() != null)
                .map(event -> Long.valueOf(event.id()))
                .toList();
    }

    private List<JsonNode> history(String uri) {
        List<JsonNode> events = new ArrayList<>();
        json(uri).get("items").forEach(events::add);
        return events;
    }

    private JsonNode json(String uri) {
        return client.get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
