package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.JsonNode;

/** What was, who did it, and why. */
class RememberingTest extends EndToEnd {

    private Answer paid(String order) {
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        return shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
    }

    @Test
    void givenAnOrderThatWentOn_whenItsPastIsAskedFor_thenItIsAsItWas() {
        String customer = Shop.unique("c");
        String order = shop.placed("\"customerId\": \"" + customer + "\"", new Line(shop.listed("7.00", 5), 2));
        Answer now = paid(order);
        String path = "/orders/" + order;

        Answer placed = shop.get(path + "?version=0").expect(200);
        assertThat(placed.text("/status")).isEqualTo("PENDING");
        assertThat(placed.text("/shippingAddress/name")).isEqualTo("Grace Hopper");
        assertThat(placed.header("ETag")).isEqualTo("\"0\"");
        assertThat(shop.get(path + "?version=1").text("/status")).isEqualTo("CONFIRMED");
        assertThat(shop.get(path + "?at=" + placed.text("/placedAt")).number("/version"))
                .isZero();
        assertThat(shop.get(path + "?at=" + now.text("/updatedAt")).body()).isEqualTo(now.body());
        assertThat(shop.get(path + "?knownAt=" + Instant.now()).body()).isEqualTo(now.body());
        assertThat(shop.get("/orders?customerId=" + customer + "&at=" + placed.text("/placedAt"))
                        .items("status"))
                .containsExactly("PENDING");
        assertThat(shop.get("/customers/" + customer + "/balance").amount("/balance"))
                .isZero();
        assertThat(shop.get("/customers/" + customer + "/balance?at=" + placed.text("/placedAt"))
                        .amount("/balance"))
                .isEqualByComparingTo("14.00");
        shop.get(path + "?at=2000-01-01T00:00:00Z").expectProblem(404, "not_there_yet");
        shop.get(path + "?version=99").expectProblem(404, "version_not_found");
        shop.get(path + "?at=lately").expectProblem(422, "invalid_request");
    }

    @Test
    void givenAProductThatWasDatedBack_whenSomethingIsDatedBackFurther_thenItIsRefused() {
        String sku = Shop.unique("SKU-");
        String path = "/products/" + sku;
        shop.post("/products", Shop.product(sku, "Lantern", "1.00", 10), "X-Effective-At", "2020-01-01T00:00:00Z")
                .expect(201);
        String dearer = "{\"price\": %s}".formatted(Shop.gbp("2.00"));
        shop.put(path + "/price", dearer, "X-Effective-At", "2020-03-01T00:00:00Z")
                .expect(200);

        Answer refused = shop.put(
                path + "/price",
                "{\"price\": %s}".formatted(Shop.gbp("3.00")),
                "X-Effective-At",
                "2020-02-01T00:00:00Z");

        refused.expectProblem(409, "effective_before_last");
        assertThat(refused.text("/lastEffectiveAt")).isEqualTo("2020-03-01T00:00:00Z");
        shop.await(path + "?minVersion=1&minStockVersion=0");
        Answer before = shop.get(path + "?at=2020-02-01T00:00:00Z").expect(200);
        assertThat(before.amount("/price")).isEqualByComparingTo("1.00");
        assertThat(before.number("/stock/onHand")).isEqualTo(10);
        assertThat(shop.get(path + "?at=2020-03-01T00:00:00Z").amount("/price")).isEqualByComparingTo("2.00");
        shop.get(path + "?at=2020-03-01T00:00:00Z&knownAt=2020-12-31T00:00:00Z").expectProblem(404, "not_there_yet");
    }

    @Test
    void givenAnOrderThatWasDatedBack_whenItsProcessHasConfirmedIt_thenWhatCameLaterCanBeDatedBackToo() {
        String sku = shop.listed("1.00", 10);
        String customer = Shop.unique("c");
        String form = Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 2));
        String order = shop.post("/orders", form, "X-Effective-At", "2026-01-02T10:00:00Z")
                .expect(201)
                .text("/id");
        shop.confirmed(order);
        shop.put(
                        "/orders/%s/items/%s".formatted(order, sku),
                        "{\"quantity\": 5}",
                        "X-Effective-At",
                        "2026-01-04T10:00:00Z")
                .expect(200);
        shop.eventually("/orders/" + order, it -> it.number("/version") == 3);

        assertThat(shop.get("/orders/%s?at=2026-01-03T00:00:00Z".formatted(order))
                        .text("/status"))
                .isEqualTo("CONFIRMED");
        assertThat(shop.get("/customers/%s/balance?at=2026-01-03T00:00:00Z".formatted(customer))
                        .amount("/balance"))
                .isEqualByComparingTo("2.00");
        assertThat(shop.get("/customers/%s/balance?at=2026-01-05T00:00:00Z".formatted(customer))
                        .amount("/balance"))
                .isEqualByComparingTo("5.00");
    }

    @Test
    void givenEventsOfNobodyInParticular_whenTheAuditIsRead_thenItTellsThem() {
        String sku = shop.listed("1.00", 10);

        Answer found = shop.eventually(
                "/audit?stream=product-" + sku, it -> it.at("/items").size() == 1);

        assertThat(found.items("type")).containsExactly("catalog.ProductListed");
        assertThat(shop.get("/audit?stream=product-" + sku, "Accept", "text/csv")
                        .expect(200)
                        .body())
                .contains("catalog.ProductListed");
    }

    @Test
    void givenAPaidOrder_whenItsHistoryIsRead_thenItTellsWhoDidWhatAndWhatItChanged() {
        String sku = shop.listed("7.00", 5);
        String request = Shop.unique("request-");
        String order = shop.post(
                        "/orders", Shop.order("", new Line(sku, 1)), "X-Reason", "rang up", "X-Request-Id", request)
                .expect(201)
                .text("/id");
        paid(order);

        Answer history = shop.get("/orders/" + order + "/history").expect(200);

        assertThat(history.items("type"))
                .startsWith("order.OrderPlaced", "catalog.StockReserved", "order.OrderConfirmed")
                .contains("order.PaymentStarted", "payment.PaymentRequested", "payment.PaymentCaptured")
                .endsWith("order.PaymentReceived");
        assertThat(history.items("requestId")).startsWith(request, request, request);
        assertThat(history.items("position").stream().map(Long::valueOf)).isSorted();
        assertThat(history.text("/items/0/who")).isEqualTo("developer");
        assertThat(history.text("/items/0/why")).isEqualTo("rang up");
        assertThat(history.text("/items/0/data/shippingAddress/name")).isEqualTo("Grace Hopper");
        assertThat(history.text("/items/1/who")).isEqualTo("process:order-fulfilment");
        assertThat(history.text("/items/1/causedBy")).isEqualTo(history.text("/items/0/eventId"));
        assertThat(change(history.at("/items/2"), "/status").get("after").asString())
                .isEqualTo("CONFIRMED");
        List<ServerSentEvent<String>> live = shop.follow(
                        "/orders/" + order + "/history", "Last-Event-ID", history.text("/items/0/position"))
                .filter(event -> event.data() != null)
                .take(history.at("/items").size() - 1)
                .collectList()
                .block(Shop.PATIENCE);
        assertThat(live)
                .extracting(ServerSentEvent::id)
                .isEqualTo(history.items("position")
                        .subList(1, history.at("/items").size()));

        assertThat(shop.get("/audit?requestId=" + request + "&type=order.OrderPlaced")
                        .items("stream"))
                .containsExactly("order-" + order);
        assertThat(shop.get("/audit?stream=order-" + order, "Accept", "text/csv")
                        .expect(200)
                        .body()
                        .lines())
                .hasSize(1
                        + (int) history.items("stream").stream()
                                .filter(("order-" + order)::equals)
                                .count());
        assertThat(shop.get("/audit?stream=order-" + order, "Accept", "application/x-ndjson")
                        .expect(200)
                        .body()
                        .lines())
                .allMatch(line -> line.startsWith("{\"position\":"));
    }

    private static JsonNode change(JsonNode event, String path) {
        return StreamSupport.stream(event.get("changes").spliterator(), false)
                .filter(change -> change.get("path").asString().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(event.toString()));
    }
}
