package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

/** From listing a product to a paid order. */
class TourTest extends EndToEnd {

    @Test
    void givenAListedProduct_whenItIsOrderedAndPaid_thenOrderPaymentAndStockSaySo() {
        String sku = shop.listed("12.50", 10);

        String orderId = shop.placed(new Line(sku, 3));
        Answer confirmed = shop.confirmed(orderId);
        assertThat(confirmed.amount("/total")).isEqualByComparingTo("37.50");
        assertThat(confirmed.amount("/outstanding")).isEqualByComparingTo("37.50");
        shop.stock(sku, it -> it.number("/stock/reserved") == 3 && it.number("/stock/available") == 7);

        Answer accepted = shop.pay(orderId, "tok_ok").expect(201);
        assertThat(accepted.number("/orderVersion")).isEqualTo(2);
        Answer paid = shop.eventually("/orders/" + orderId, it -> "PAID".equals(it.text("/status")));
        assertThat(paid.amount("/paid")).isEqualByComparingTo("37.50");
        assertThat(paid.amount("/outstanding")).isZero();

        Answer payment = shop.await(accepted.header("Location") + "?minVersion=1");
        assertThat(payment.text("/status")).isEqualTo("CAPTURED");
        assertThat(payment.text("/orderId")).isEqualTo(orderId);
        assertThat(payment.text("/provider")).isEqualTo("sandbox");
        assertThat(payment.amount("/amount")).isEqualByComparingTo("37.50");
        Answer books = shop.get("/sandbox/provider/charges").expect(200);
        assertThat(books.items("paymentId")).containsOnlyOnce(payment.text("/paymentId"));
        assertThat(books.items("providerReference")).contains(payment.text("/providerReference"));
    }
}
