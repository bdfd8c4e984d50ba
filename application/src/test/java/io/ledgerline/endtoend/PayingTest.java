package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayingTest extends EndToEnd {

    @Test
    void givenADeclinedPayment_whenPaidAgain_thenTheOrderIsPaid() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);

        String declined = shop.pay(order, "tok_declined").expect(201).header("Location");
        Answer payment = shop.await(declined + "?minVersion=1");
        assertThat(payment.text("/status")).isEqualTo("DECLINED");
        assertThat(payment.text("/failureReason")).isEqualTo("card_declined");
        // Placed, confirmed, payment started, payment failed.
        Answer after = shop.await("/orders/" + order + "?minVersion=3");
        assertThat(after.text("/status")).isEqualTo("CONFIRMED");
        assertThat(after.amount("/outstanding")).isEqualByComparingTo("8.00");

        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        shop.eventually("/payments?orderId=" + order, it -> it.items("status").equals(List.of("CAPTURED", "DECLINED")));
    }

    @Test
    void givenAnOrder_whenItIsPaidInParts_thenItIsPaidWithTheLast() {
        String order = shop.placed(new Line(shop.listed("5.00", 5), 2));
        shop.confirmed(order);
        String part = """
                {"amount": %s, "method": {"type": "card", "token": "tok_ok"}}""";

        shop.post("/orders/" + order + "/payments", part.formatted(Shop.gbp("4.00")))
                .expect(201);
        Answer open =
                shop.eventually("/orders/" + order, it -> it.amount("/paid").signum() > 0);
        assertThat(open.text("/status")).isEqualTo("CONFIRMED");
        assertThat(open.amount("/outstanding")).isEqualByComparingTo("6.00");
        shop.post("/orders/" + order + "/payments", part.formatted(Shop.gbp("6.01")))
                .expectProblem(409, "payment_exceeds_outstanding");
        shop.post("/orders/" + order + "/payments", part.formatted(Shop.gbp("6.00")))
                .expect(201);

        Answer paid = shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        assertThat(paid.amount("/paid")).isEqualByComparingTo("10.00");
        shop.pay(order, "tok_ok").expectProblem(409, "order_already_paid");
    }

    @Test
    void givenAPaymentWithAnIdempotencyKey_whenItIsRepeated_thenTheProviderIsAskedOnce() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 1));
        shop.confirmed(order);
        String key = Shop.unique("key-");

        Answer first = shop.pay(order, "tok_ok", "Idempotency-Key", key).expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        Answer second = shop.pay(order, "tok_ok", "Idempotency-Key", key).expect(201);

        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(shop.get("/sandbox/provider/charges").items("paymentId")).containsOnlyOnce(first.text("/id"));
        assertThat(shop.get("/orders/" + order).amount("/paid")).isEqualByComparingTo("4.00");
    }
}
