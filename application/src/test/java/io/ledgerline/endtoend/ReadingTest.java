package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be read: one's own writes, what changes, and lists. */
class ReadingTest extends EndToEnd {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void givenACommandsVersion_whenThatVersionIsAskedFor_thenItIsThereWithoutAnyRetry() {
        for (int round = 0; round < 10; round++) {
            String sku = Shop.unique("SKU-");
            Answer listed = shop.post("/products", Shop.product(sku, "Lantern", "1.00", 10))
                    .expect(201);
            Answer product = shop.await(listed.header("Location") + "?minVersion=" + listed.number("/version"));
            assertThat(product.text("/sku")).isEqualTo(sku);
            assertThat(product.header("ETag")).isEqualTo(listed.header("ETag"));

            Answer placed =
                    shop.post("/orders", Shop.order("", new Line(sku, 1))).expect(201);
            Answer order = shop.await(placed.header("Location") + "?minVersion=" + placed.number("/version"));
            assertThat(order.number("/version")).isGreaterThanOrEqualTo(placed.number("/version"));

            Answer described = shop.put("/products/" + sku, "{\"name\": \"Lamp %d\"}".formatted(round))
                    .expect(200);
            assertThat(shop.await("/products/" + sku + "?minVersion=" + described.number("/version"))
                            .text("/name"))
                    .isEqualTo("Lamp " + round);
        }
    }

    @Test
    void givenAVersionThatIsNeverReached_whenAskedFor_thenItIsSaidSoAfterTheWait() {
        String sku = shop.listed("1.00", 1);

        shop.get("/products/" + sku + "?minVersion=99", "Prefer", "wait=1").expectProblem(504, "view_behind");
        shop.get("/products/" + Shop.unique("none-") + "?minVersion=0", "Prefer", "wait=1")
                .expectProblem(404, "product_not_found");
    }

    @Test
    void givenAFollower_whenAnOrderGoesFromPendingToPaid_thenItSeesItLive() {
        String sku = shop.listed("7.00", 5);
        // Stopped, so that the order is pending until the follower has seen it.
        EventProcessor process = program.bean(EventProcessingConfiguration.class)
                .eventProcessor("order-process")
                .orElseThrow();
        process.shutDown();
        List<JsonNode> seen = new ArrayList<>();
        try {
            String path = shop.post("/orders", Shop.order("", new Line(sku, 1)))
                    .expect(201)
                    .header("Location");
            shop.follow(path + "?minVersion=0")
                    .filter(event -> event.data() != null)
                    .doOnNext(event -> {
                        JsonNode order = JSON.readTree(event.data());
                        assertThat(event.event()).isEqualTo("order");
                        assertThat(event.id()).isEqualTo(order.get("version").asString());
                        String status = status(order);
                        boolean news = seen.stream().noneMatch(it -> status(it).equals(status));
                        seen.add(order);
                        if (news && status.equals("PENDING")) {
                            process.start();
                        } else if (news && status.equals("CONFIRMED")) {
                            shop.payLater(path, "tok_ok");
                        }
                    })
                    .takeUntil(event -> event.data().contains("\"PAID\""))
                    .blockLast(Shop.PATIENCE);
        } finally {
            process.start();
        }

        assertThat(seen).extracting(it -> it.get("version").asLong()).isSorted().doesNotHaveDuplicates();
        assertThat(seen)
                .extracting(ReadingTest::status)
                .startsWith("PENDING")
                .contains("CONFIRMED")
                .endsWith("PAID");
    }

    private static String status(JsonNode order) {
        return order.get("status").asString();
    }

    @Test
    void givenAVersionThatAFollowerHasSeen_whenItComesBack_thenItGetsOnlyNewerStates() {
        String sku = shop.listed("7.00", 5);
        String order = shop.placed(new Line(sku, 1));
        shop.confirmed(order);

        List<ServerSentEvent<String>> events = shop.follow("/orders/" + order, "Last-Event-ID", "1")
                .doOnSubscribe(subscription -> shop.payLater("/orders/" + order, "tok_ok"))
                .filter(event -> event.data() != null)
                .takeUntil(event -> event.data().contains("\"PAID\""))
                .collectList()
                .block(Shop.PATIENCE);

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(Long.parseLong(event.id())).isGreaterThan(1));
    }

    @Test
    void givenAFollowerOfAProduct_whenItsStockIsReserved_thenItSeesThat() {
        String sku = shop.listed("7.00", 5);

        ServerSentEvent<String> event = shop.follow("/products/" + sku)
                .filter(it -> it.data() != null)
                .doOnNext(it -> {
                    if (JSON.readTree(it.data()).at("/stock/reserved").asInt() == 0) {
                        shop.placeLater(new Line(sku, 2));
                    }
                })
                .filter(it -> JSON.readTree(it.data()).at("/stock/available").asInt() == 3)
                .blockFirst(Shop.PATIENCE);

        assertThat(event.event()).isEqualTo("product");
    }

    @Test
    void givenOrdersOfACustomer_whenTheyAreListed_thenNewestComeFirstPageByPage() {
        String sku = shop.listed("1.00", 100);
        String customer = "\"customerId\": \"%s\"".formatted(Shop.unique("c"));
        String of = "/orders?customerId=" + customer.split("\"")[3];
        Instant before = Instant.now();
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(0, shop.placed(customer, new Line(sku, 1)));
        }
        placed.forEach(shop::confirmed);

        Answer first = shop.get(of + "&limit=2").expect(200);
        shop.confirmed(shop.placed(customer, new Line(sku, 1)));
        Answer second =
                shop.get(of + "&limit=2&cursor=" + first.text("/nextCursor")).expect(200);
        Answer third =
                shop.get(of + "&limit=2&cursor=" + second.text("/nextCursor")).expect(200);

        assertThat(first.items("orderId")).isEqualTo(placed.subList(0, 2));
        assertThat(second.items("orderId")).isEqualTo(placed.subList(2, 4));
        assertThat(third.items("orderId")).isEqualTo(placed.subList(4, 5));
        assertThat(third.text("/nextCursor")).isNull();
        assertThat(shop.get(of + "&status=CONFIRMED").items("orderId")).hasSize(6);
        assertThat(shop.get(of + "&status=PAID").items("orderId")).isEmpty();
        assertThat(shop.get(of + "&from=" + before).items("orderId")).hasSize(6);
        assertThat(shop.get(of + "&to=" + before).items("orderId")).isEmpty();
    }

    @Test
    void givenProducts_whenTheyAreSearched_thenWordsFindThem() {
        String word = Shop.unique("W");
        for (int i = 0; i < 3; i++) {
            String sku = Shop.unique("SKU-");
            shop.post("/products", Shop.product(sku, "Candle " + word + " no. " + i, "1.00", 1))
                    .expect(201);
            shop.await("/products/" + sku + "?minVersion=0");
        }

        Answer found = shop.get("/products?limit=2&search=candle " + word.toLowerCase(Locale.ROOT))
                .expect(200);
        assertThat(found.items("name")).containsExactly("Candle " + word + " no. 2", "Candle " + word + " no. 1");
        assertThat(shop.get("/products?search=" + word + "&cursor=" + found.text("/nextCursor"))
                        .items("name"))
                .containsExactly("Candle " + word + " no. 0");
        assertThat(shop.get("/products?search=" + Shop.unique("none")).items("name"))
                .isEmpty();
    }
}
