package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentRequested;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.Samples;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** As it stood last Friday, and as it was known then. */
class TimeTravelTest {

    private static final Instant RECORDED = Instant.parse("2026-11-16T12:00:00Z");

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    /** Placed in January, confirmed and paid in February and March; written down on three days in November. */
    @BeforeEach
    void anOrder() {
        readSide.project(
                log.at("2026-01-01T00:00:00Z")
                        .recorded(RECORDED)
                        .append(placed("75", "ada", readSide.keys().key("ada"), List.of(), line("MUG", 2, "4.25"))),
                log.at("2026-02-01T00:00:00Z")
                        .recorded(RECORDED.plusSeconds(86_400))
                        .append(new OrderConfirmed(new OrderId("75"))),
                log.at("2026-03-01T00:00:00Z")
                        .recorded(RECORDED.plusSeconds(2 * 86_400))
                        .append(paymentReceived("75", "p", "8.50", "0")));
    }

    @ParameterizedTest
    @CsvSource({
        "at=2026-01-01T00:00:00Z,                               0, PENDING,   8.50",
        "at=2026-01-31T23:59:59.999999Z,                        0, PENDING,   8.50",
        "at=2026-02-01T00:00:00Z,                               1, CONFIRMED, 8.50",
        "at=2026-02-01T01:00:00%2B01:00,                        1, CONFIRMED, 8.50",
        "at=2030-01-01T00:00:00Z,                               2, PAID,      0.00",
        "knownAt=2026-11-16T12:00:00Z,                          0, PENDING,   8.50",
        "knownAt=2026-11-18T11:59:59Z,                          1, CONFIRMED, 8.50",
        "at=2026-02-14T00:00:00Z&knownAt=2026-11-30T00:00:00Z,  1, CONFIRMED, 8.50",
        "at=2026-12-31T00:00:00Z&knownAt=2026-11-16T12:00:00Z,  0, PENDING,   8.50",
        "version=0,                                             0, PENDING,   8.50",
        "version=1,                                             1, CONFIRMED, 8.50",
        "version=2&minVersion=2,                                2, PAID,      0.00"
    })
    void anOrderIsShownAsItWas(String then, long version, String status, String outstanding) {
        client.get()
                .uri(URI.create("/orders/75?" + then))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"" + version + "\"")
                .expectBody()
                .json("""
                        {"orderId":"75","customerName":"Ada Byron","status":"%s","version":%d,
                         "outstanding":{"amount":"%s","currency":"GBP"}}""".formatted(status, version, outstanding));
    }

    @Test
    void aForgottenCustomerIsForgottenInThePastToo() {
        readSide.keys().forget("ada");

        client.get()
                .uri("/orders/75?version=0")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.customerName")
                .isEmpty()
                .jsonPath("$.shippingAddress")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/75?at=2025-12-31T23:59:59.999999Z,                              not_there_yet",
        "/orders/75?knownAt=2026-11-16T11:59:59Z,                                not_there_yet",
        "/orders/75?at=2026-02-14T00:00:00Z&knownAt=2026-11-16T11:59:59Z,        not_there_yet",
        "/orders/75?version=3,                                                   version_not_found",
        "/orders/76?at=2026-02-14T00:00:00Z,                                     order_not_found",
        "/orders/76?version=0,                                                   order_not_found",
        "/orders/no%20id?at=2026-02-14T00:00:00Z,                                order_not_found",
        "/payments/none?at=2026-02-14T00:00:00Z,                                 payment_not_found",
        "/products/none?at=2026-02-14T00:00:00Z,                                 product_not_found",
        "/customers/nobody/balance,                                              customer_not_found",
        "/customers/nobody/balance?at=2026-02-14T00:00:00Z,                      customer_not_found"
    })
    void whatWasNotThereIsNotFound(String uri, String code) {
        client.get()
                .uri(URI.create(uri))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/75?at=yesterday",
                "/orders/75?knownAt=2026-01-01",
                "/orders/75?version=-1",
                "/orders/75?version=one",
                "/orders/75?version=1&at=2026-01-01T00:00:00Z",
                "/orders/75?version=1&knownAt=2026-01-01T00:00:00Z",
                "/orders?at=yesterday",
                "/payments?knownAt=yesterday",
                "/products?search=mug&at=2026-01-01T00:00:00Z",
                "/customers/ada/balance?at=yesterday"
            })
    void whatMakesNoSenseIsInvalid(String uri) {
        client.get()
                .uri(URI.create(uri))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/75?version=1", "/orders/75?at=2026-02-01T00:00:00Z"})
    void thePastCanNotBeFollowed(String uri) {
        client.get()
                .uri(uri)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void ordersAreListedAsTheyStoodPageByPage() {
        for (int i = 0; i < 3; i++) {
            readSide.project(
                    log.at("2026-01-0%dT00:00:00Z".formatted(2 + i)).append(placed("o" + i, line("MUG", 1, "1"))));
        }

        assertThat(listed("/orders?at=2026-01-03T00:00:00Z")).containsExactly("o1", "o0", "75");
        assertThat(listed("/orders?at=2026-02-14T00:00:00Z&status=PENDING")).containsExactly("o2", "o1", "o0");
        assertThat(listed("/orders?at=2026-02-14T00:00:00Z&status=CONFIRMED")).containsExactly("75");
        assertThat(listed("/orders?at=2026-02-14T00:00:00Z&status=PAID")).isEmpty();
        assertThat(listed("/orders?at=2026-02-14T00:00:00Z&customerId=nobody")).isEmpty();
        assertThat(listed("/orders?at=2026-02-14T00:00:00Z&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z"))
                .containsExactly("o1", "o0");
        assertThat(listed("/orders?knownAt=2026-11-16T12:00:00Z")).containsExactly("75");
        assertThat(listed("/orders?at=2025-01-01T00:00:00Z")).isEmpty();
    }

    private List<String> listed(String uri) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = client.get()
                    .uri(URI.create(uri + "&limit=2" + cursor))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(ListedPage.class)
                    .returnResult()
                    .getResponseBody();
            page.items().forEach(item -> ids.add(item.orderId()));
            cursor = page.nextCursor() == null ? null : "&cursor=" + page.nextCursor();
        }
        return ids;
    }

    record ListedPage(List<Listed> items, String nextCursor) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Listed(String orderId) {}

    @Test
    void paymentsAreShownAsTheyWere() {
        readSide.project(
                log.at("2026-01-01T00:00:00Z").append(paymentRequested("p", "75", "8.50")),
                log.at("2026-02-01T00:00:00Z")
                        .append(new PaymentCaptured(new PaymentId("p"), "75", gbp("8.50"), "ref")));

        for (String then : List.of("version=0", "at=2026-01-31T00:00:00Z")) {
            client.get().uri("/payments/p?" + then).exchange().expectBody().json("""
                    {"paymentId":"p","status":"REQUESTED","version":0}""");
        }
        client.get()
                .uri("/payments?orderId=75&at=2026-01-31T00:00:00Z")
                .exchange()
                .expectBody()
                .json("""
                {"items":[{"paymentId":"p","status":"REQUESTED","version":0}]}""");
        client.get()
                .uri("/payments?orderId=75&at=2026-02-01T00:00:00Z")
                .exchange()
                .expectBody()
                .json("""
                {"items":[{"paymentId":"p","status":"CAPTURED","version":1}]}""");
    }

    @Test
    void productsAreShownAsTheyWereWithTheirStockAsItWas() {
        Sku mug = new Sku("MUG");
        readSide.project(
                log.at("2026-01-01T00:00:00Z").append(Samples.listed("MUG", "A mug", "of clay", "4")),
                log.at("2026-01-02T00:00:00Z").append(new StockReceived(mug, Quantity.of(10))),
                log.at("2026-01-03T00:00:00Z").append(new PriceChanged(mug, gbp("5"))),
                log.at("2026-01-04T00:00:00Z").append(new StockReceived(mug, Quantity.of(5))));

        productThen("at=2026-01-01T00:00:00Z", "4.00", 0, 0, "null");
        productThen("at=2026-01-02T12:00:00Z", "4.00", 0, 10, "0");
        productThen("at=2026-01-03T12:00:00Z", "5.00", 1, 10, "0");
        productThen("at=2026-01-05T00:00:00Z", "5.00", 1, 15, "1");
        productThen("version=0", "4.00", 0, 0, "null");
        productThen("version=1", "5.00", 1, 10, "0");
        client.get()
                .uri("/products?at=2026-01-03T12:00:00Z")
                .exchange()
                .expectBody()
                .json("""
                {"items":[{"sku":"MUG","price":{"amount":"5.00"},"stock":{"onHand":10,"version":0},"version":1}]}""");
    }

    private void productThen(String then, String price, long version, long onHand, String stockVersion) {
        client.get()
                .uri("/products/MUG?" + then)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                {"sku":"MUG","price":{"amount":"%s","currency":"GBP"},"version":%d,
                 "stock":{"onHand":%d,"version":%s}}""".formatted(price, version, onHand, stockVersion));
    }

    @Test
    void aBalanceIsTheSumOfWhatIsOutstandingAtAnyTime() {
        readSide.project(log.at("2026-02-15T00:00:00Z").append(placed("76", line("MUG", 1, "1.50"))));

        balance("", "1.50", 2);
        balance("?at=2026-02-20T00:00:00Z", "10.00", 2);
        balance("?at=2026-02-01T00:00:00Z", "8.50", 1);
        balance("?at=2025-01-01T00:00:00Z", "0.00", 0);
        balance("?knownAt=2026-11-17T12:00:00Z", "8.50", 1);
        balance("?at=2026-12-01T00:00:00Z&knownAt=2026-11-16T12:00:00Z", "8.50", 1);
    }

    private void balance(String then, String amount, int orders) {
        client.get()
                .uri("/customers/ada/balance" + then)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"customerId":"ada","balance":{"amount":"%1$s","currency":"GBP"},
                         "balances":[{"amount":"%1$s","currency":"GBP"}],"orders":%2$d}""".formatted(amount, orders));
    }

    @Test
    void differentMoneyIsNotAddedUp() {
        var euros = new OrderLine(new Sku("MUG"), "Mug", Quantity.of(1), Money.of("3", "EUR"));
        readSide.project(log.append(new OrderPlaced(
                new OrderId("77"),
                new CustomerId("ada"),
                null,
                readSide.keys().key("ada").encrypt(Samples.ADDRESS),
                List.of(euros),
                List.of(),
                Money.of("3", "EUR"))));

        client.get().uri("/customers/ada/balance").exchange().expectBody().json("""
                {"customerId":"ada","balance":null,"orders":2,
                 "balances":[{"amount":"3.00","currency":"EUR"},{"amount":"0.00","currency":"GBP"}]}""");
    }
}
