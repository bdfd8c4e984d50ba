package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Clients that would like to see what came of a command ({@code Prefer}). */
class PreferringTest extends EndToEnd {

    private static final String[] REPRESENTATION = {"Prefer", "return=representation"};
    private static final String[] SETTLED = {"Prefer", "wait=10"};
    private static final String[] BOTH = {"Prefer", "return=representation, wait=10"};

    @Test
    void whenAProductIsListedAndChanged_thenItIsShownAsItIsThen() {
        String sku = Shop.unique("SKU-");
        Answer listed = shop.post("/products", Shop.product(sku, "Teapot", "2.00", 7), REPRESENTATION)
                .expect(201);
        assertThat(listed.header("Preference-Applied")).isEqualTo("return=representation");
        assertThat(listed.header("Location")).isEqualTo("/products/" + sku);
        assertThat(listed.header("ETag")).isEqualTo("\"0\"");
        assertThat(listed.text("/name")).isEqualTo("Teapot");
        assertThat(listed.number("/stock/onHand")).isEqualTo(7);

        Answer changed = shop.put(
                        "/products/" + sku + "/price", "{\"price\": %s}".formatted(Shop.gbp("3.00")), REPRESENTATION)
                .expect(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(changed.amount("/price")).isEqualByComparingTo("3.00");

        Answer received = shop.post("/products/" + sku + "/stock", "{\"quantity\": 5}", REPRESENTATION)
                .expect(200);
        assertThat(received.header("ETag")).isEqualTo("\"1\"");
        assertThat(received.number("/stock/onHand")).isEqualTo(12);
        assertThat(received.number("/stock/version")).isEqualTo(1);
        assertThat(received.number("/version")).isEqualTo(1);
    }

    @Test
    void whenAnOrderIsPlacedAndAwaited_thenItIsShownAsTheProcessDecided() {
        String sku = shop.listed("4.00", 5);

        Answer confirmed =
                shop.post("/orders", Shop.order("", new Line(sku, 2)), BOTH).expect(201);
        assertThat(confirmed.text("/status")).isEqualTo("CONFIRMED");
        assertThat(confirmed.text("/shippingAddress/name")).isEqualTo("Grace Hopper");
        assertThat(confirmed.header("ETag")).isEqualTo("\"1\"");
        assertThat(confirmed.header("Location")).isEqualTo("/orders/" + confirmed.text("/orderId"));
        assertThat(confirmed.header("Preference-Applied")).isEqualTo("return=representation, wait=10");
        assertThat(confirmed.body())
                .isEqualTo(shop.get("/orders/" + confirmed.text("/orderId")).body());

        Answer cancelled =
                shop.post("/orders", Shop.order("", new Line(sku, 9)), BOTH).expect(201);
        assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.number("/cancellation/lines/0/available")).isEqualTo(3);
    }

    @Test
    void whenOnlyTheProcessIsAwaited_thenTheSmallBodyComesOnceItIsDone() {
        String sku = shop.listed("4.00", 5);
        Answer placed =
                shop.post("/orders", Shop.order("", new Line(sku, 2)), SETTLED).expect(201);
        String order = "/orders/" + placed.text("/id");
        assertThat(placed.header("Preference-Applied")).isEqualTo("wait=10");
        assertThat(placed.body()).isEqualTo("{\"id\":\"%s\",\"version\":0}".formatted(placed.text("/id")));
        assertThat(shop.get(order).expect(200).text("/status")).isEqualTo("CONFIRMED");

        shop.put(order + "/items/" + sku, "{\"quantity\": 3}", SETTLED).expect(200);
        assertThat(shop.get(order).text("/status")).isEqualTo("CONFIRMED");
        assertThat(shop.get(order).number("/version")).isEqualTo(3);
    }

    @Test
    void whenAPaymentIsAwaited_thenItIsShownAsTheProviderAnswered() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);

        Answer declined = shop.pay(order, "tok_declined", BOTH).expect(201);
        assertThat(declined.text("/status")).isEqualTo("DECLINED");
        assertThat(declined.header("Location")).isEqualTo("/payments/" + declined.text("/paymentId"));
        assertThat(declined.header("ETag")).isEqualTo("\"" + declined.number("/version") + "\"");
        assertThat(shop.get("/orders/" + order).text("/status")).isEqualTo("CONFIRMED");

        Answer small = shop.pay(order, "tok_ok", SETTLED).expect(201);
        assertThat(small.number("/orderVersion")).isEqualTo(4);
        assertThat(shop.get("/orders/" + order).text("/status")).isEqualTo("PAID");
        Answer refunded = shop.post(
                        "/payments/" + small.text("/id") + "/refunds",
                        "{\"amount\": %s, \"reason\": \"A scratch\"}".formatted(Shop.gbp("1.00")),
                        REPRESENTATION)
                .expect(200);
        assertThat(refunded.text("/paymentId")).isEqualTo(small.text("/id"));

        for (String command : List.of("/shipment", "/delivery")) {
            Answer moved = shop.send(HttpMethod.POST, "/orders/" + order + command, "{}", BOTH)
                    .expect(200);
            assertThat(moved.text("/orderId")).isEqualTo(order);
        }
        assertThat(shop.get("/orders/" + order).text("/status")).isEqualTo("DELIVERED");
    }

    @Test
    void whenACancellationOrAReturnIsAwaited_thenTheMoneyIsBack() {
        String sku = shop.listed("4.00", 5);
        String cancelled = shop.placed(new Line(sku, 2));
        shop.confirmed(cancelled);
        shop.pay(cancelled, "tok_ok", SETTLED).expect(201);

        Answer cancellation = shop.post("/orders/" + cancelled + "/cancellation", "{\"reason\": \"r\"}", BOTH)
                .expect(200);
        assertThat(cancellation.amount("/refunded")).isEqualByComparingTo("8.00");
        assertThat(cancellation.amount("/outstanding")).isZero();

        String returned = shop.placed(new Line(sku, 2));
        shop.confirmed(returned);
        shop.pay(returned, "tok_ok", SETTLED).expect(201);
        shop.post("/orders/" + returned + "/shipment", "{}", SETTLED).expect(200);
        Answer back = shop.post("/orders/" + returned + "/returns", """
                        {"lines": [{"sku": "%s", "quantity": 1}], "reason": "r"}""".formatted(sku), BOTH)
                .expect(200);
        assertThat(back.amount("/refunded")).isEqualByComparingTo("4.00");
        assertThat(back.amount("/outstanding")).isZero();
    }

    @Test
    void whenItTakesLongerThanTheClientWaits_thenTheSmallBodyComesWithTheSameStatus() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 1));
        shop.confirmed(order);

        Answer early = shop.pay(order, "tok_slow", "Prefer", "return=representation, wait=1")
                .expect(201);
        assertThat(early.headers().getFirst("Preference-Applied")).isNull();
        assertThat(early.number("/orderVersion")).isEqualTo(2);
        assertThat(early.header("ETag")).isEqualTo("\"0\"");

        Answer atOnce = shop.post(
                        "/products",
                        Shop.product(Shop.unique("SKU-"), "T", "2.00", 1),
                        "Prefer",
                        "return=representation, wait=0")
                .expect(201);
        assertThat(atOnce.number("/version")).isZero();
        assertThat(atOnce.text("/name")).isNull();
    }

    @Test
    void whenTheCommandIsRefusedOrThePreferenceUnknown_thenNothingElseChanges() {
        shop.post("/orders/none/cancellation", "{\"reason\": \"r\"}", BOTH).expectProblem(404, "order_not_found");
        Answer plain = shop.post(
                        "/products",
                        Shop.product(Shop.unique("SKU-"), "T", "2.00", 1),
                        "Prefer",
                        "wait=soon, return=minimal, =;")
                .expect(201);
        assertThat(plain.headers().getFirst("Preference-Applied")).isNull();
        assertThat(plain.number("/version")).isZero();
    }
}
