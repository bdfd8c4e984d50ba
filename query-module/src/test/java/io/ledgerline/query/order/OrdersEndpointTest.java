package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static io.ledgerline.query.Samples.postage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.Samples;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

class OrdersEndpointTest {

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @Test
    void anOrderIsShownWithItsMoneyAndItsPersonalDataReadable() {
        place("75", "ada");

        client.get()
                .uri("/orders/75")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"0\"")
                .expectBody()
                .json("""
                        {"orderId":"75","customerId":"ada","customerName":"Ada Byron",
                         "shippingAddress":{"name":"Ada Byron","line1":"12 St James's Square","line2":null,
                                            "city":"London","postalCode":"SW1Y 4JH","country":"GB"},
                         "status":"PENDING",
                         "lines":[{"sku":"MUG","name":"Name of MUG","quantity":2,"shipped":0,"returned":0,
                                   "unitPrice":{"amount":"4.25","currency":"GBP"},
                                   "lineTotal":{"amount":"8.50","currency":"GBP"}}],
                         "charges":[{"code":"POST","description":"Postage","amount":{"amount":"1.50","currency":"GBP"}}],
                         "total":{"amount":"10.00","currency":"GBP"},"discount":{"amount":"0.00","currency":"GBP"},
                         "paid":{"amount":"0.00","currency":"GBP"},"refunded":{"amount":"0.00","currency":"GBP"},
                         "outstanding":{"amount":"10.00","currency":"GBP"},
                         "placedAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","version":0}""", JsonCompareMode.STRICT);
    }

    @Test
    void aForgottenCustomersOrdersStayWithoutTheirPerson() {
        place("75", "ada");
        readSide.keys().forget("ada");

        client.get()
                .uri("/orders/75")
                .exchange()
                .expectBody()
                .jsonPath("$.customerName")
                .isEmpty()
                .jsonPath("$.shippingAddress")
                .isEmpty();

        readSide.keys().key("ada");
        client.get()
                .uri("/orders")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].shippingAddress")
                .isEmpty();
    }

    @Test
    void whatIsStoredShowsNoPersonalData() {
        place("75", "ada");

        assertThat(readSide.jdbc().queryForObject("select document->>'customerName' from orders", String.class))
                .startsWith("v1:key ");
    }

    @Test
    void aCancellationTellsWhatWasShort() {
        var shortage = new Cancellation.Shortage(new Sku("MUG"), Quantity.of(2), 1);
        var cancellation = new Cancellation(Cancellation.INSUFFICIENT_STOCK, "not enough", List.of(shortage));
        place("75", "ada");
        readSide.project(log.append(new OrderCancelled(new OrderId("75"), cancellation)));

        client.get().uri("/orders/75").exchange().expectBody().json("""
                        {"status":"CANCELLED","version":1,
                         "cancellation":{"code":"insufficient_stock","reason":"not enough",
                                         "lines":[{"sku":"MUG","requested":2,"available":1}]}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/orders/nobody", "/orders/no%20id%20at%20all", "/orders/%00", "/orders/nobody?minVersion=0"})
    void anUnknownOrderIsNotFound(String uri) {
        client.get()
                .uri(URI.create(uri))
                .header("Prefer", "wait=0")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("order_not_found");
    }

    @Test
    void aClientThatHasTheVersionAlreadyGetsNothingAgain() {
        place("75", "ada");

        client.get()
                .uri("/orders/75")
                .header(HttpHeaders.IF_NONE_MATCH, "\"0\"")
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void whoAsksForAVersionGetsItOnceItIsThere() {
        place("75", "ada");
        var answer = CompletableFuture.supplyAsync(() -> client.mutate()
                .responseTimeout(Duration.ofSeconds(15))
                .build()
                .get()
                .uri("/orders/75?minVersion=1")
                .header("Prefer", "wait=10")
                .exchange());
        await().until(() -> readSide.followers() == 1);

        confirm("75");

        answer.join().expectStatus().isOk().expectHeader().valueEquals(HttpHeaders.ETAG, "\"1\"");
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void whoAsksForAnOrderThatIsOnItsWayGetsIt() {
        var answer = CompletableFuture.supplyAsync(
                () -> client.get().uri("/orders/75?minVersion=0").exchange());
        await().until(() -> readSide.followers() == 1);

        place("75", "ada");

        answer.join().expectStatus().isOk();
    }

    @Test
    void whoAsksForAVersionThatDoesNotComeIsTold() {
        place("75", "ada");

        client.get()
                .uri("/orders/75?minVersion=7")
                .header("Prefer", "wait=1")
                .exchange()
                .expectStatus()
                .isEqualTo(504)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("view_behind");
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void ordersAreListedNewestFirstAndPagedWhileOthersArePlaced() {
        for (int i = 10; i < 35; i++) {
            log.at("2026-01-01T00:%d:00Z".formatted(i));
            place("o" + i, "ada");
        }
        List<String> seen = new ArrayList<>();
        String uri = "/orders?limit=10";
        for (String cursor = ""; cursor != null; ) {
            var page = page(uri + cursor);
            page.items().forEach(order -> seen.add((String) order.get("orderId")));
            cursor = page.nextCursor() == null ? null : "&cursor=" + page.nextCursor();
            log.at("2026-01-02T00:00:00Z");
            place("later" + seen.size(), "ada");
        }

        assertThat(seen)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("o34", "o33")
                .endsWith("o11", "o10");
    }

    @Test
    void ordersOfOneInstantAreListedOnce() {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            events.add(log.append(placed("o" + i, line("MUG", 1, "1"))));
        }
        readSide.project(events);

        var first = page("/orders?limit=4");
        var second = page("/orders?limit=4&cursor=" + first.nextCursor());

        assertThat(first.items()).extracting("orderId").containsExactly("o6", "o5", "o4", "o3");
        assertThat(second.items()).extracting("orderId").containsExactly("o2", "o1", "o0");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void ordersAreFound() {
        log.at("2026-01-01T00:00:00Z");
        place("o1", "ada");
        log.at("2026-01-02T00:00:00Z");
        place("o2", "ada");
        place("o3", "bob");
        confirm("o2");

        assertThat(page("/orders?customerId=ada").items()).extracting("orderId").containsExactly("o2", "o1");
        assertThat(page("/orders?customerId=ada&status=CONFIRMED").items())
                .extracting("orderId")
                .containsExactly("o2");
        assertThat(page("/orders?from=2026-01-02T00:00:00Z").items())
                .extracting("orderId")
                .containsExactly("o3", "o2");
        assertThat(page("/orders?to=2026-01-02T00:00:00Z").items())
                .extracting("orderId")
                .containsExactly("o1");
        assertThat(page("/orders?status=RETURNED").items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=201, limit",
        "limit=many, limit",
        "cursor=nonsense, cursor",
        "cursor=, cursor",
        "status=pending, status",
        "from=yesterday, from",
        "to=2026-13-01T00:00:00Z, to",
        "customerId=a%00b, customerId"
    })
    void aListThatMakesNoSenseIsRefused(String query, String field) {
        client.get()
                .uri(URI.create("/orders?" + query))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void absurdTimesAreNoError() {
        client.get()
                .uri("/orders?from=-999999999-01-01T00:00:00Z&to={to}", "+999999999-01-01T00:00:00Z")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private record Listed(List<Map<String, Object>> items, String nextCursor) {}

    private Listed page(String uri) {
        return client.get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(new ParameterizedTypeReference<Listed>() {})
                .returnResult()
                .getResponseBody();
    }

    private void place(String order, String customer) {
        readSide.project(log.append(Samples.placed(
                order, customer, readSide.keys().key(customer), List.of(postage("1.50")), line("MUG", 2, "4.25"))));
    }

    private void confirm(String order) {
        readSide.project(log.append(new OrderConfirmed(new OrderId(order))));
    }
}
