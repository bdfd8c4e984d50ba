package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RefundingTest extends EndToEnd {

    @Test
    void givenACapturedPayment_whenSomeOfItIsRefunded_thenTheOrderIsWorthLess() {
        String order = paidOrder();
        String payment =
                shop.get("/payments?orderId=" + order).items("paymentId").get(0);

        refund(payment, "2.50").expect(200);
        Answer refunded =
                shop.eventually("/payments/" + payment, it -> "PARTIALLY_REFUNDED".equals(it.text("/status")));
        assertThat(refunded.amount("/refunded")).isEqualByComparingTo("2.50");
        Answer after =
                shop.eventually("/orders/" + order, it -> it.amount("/refunded").signum() > 0);
        assertThat(after.text("/status")).isEqualTo("PAID");
        assertThat(after.amount("/discount")).isEqualByComparingTo("2.50");
        assertThat(after.amount("/total")).isEqualByComparingTo("5.50");
        assertThat(after.amount("/outstanding")).isEqualByComparingTo("0");

        refund(payment, "5.51").expectProblem(409, "refund_exceeds_captured");
        refund(payment, "5.50").expect(200);
        shop.eventually("/payments/" + payment, it -> "REFUNDED".equals(it.text("/status")));
        assertThat(charge(payment, "/refunded")).isEqualByComparingTo("8.00");
    }

    @Test
    void givenAPaidOrder_whenItIsCancelled_thenTheMoneyGoesBackOnce() {
        String order = paidOrder();
        String payment =
                shop.get("/payments?orderId=" + order).items("paymentId").get(0);

        shop.post("/orders/" + order + "/cancellation", "{\"reason\": \"Changed my mind\"}")
                .expect(200);
        Answer cancelled =
                shop.eventually("/orders/" + order, it -> it.amount("/refunded").signum() > 0);
        assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.amount("/refunded")).isEqualByComparingTo("8.00");
        assertThat(cancelled.amount("/outstanding")).isEqualByComparingTo("0");
        shop.eventually("/payments/" + payment, it -> "REFUNDED".equals(it.text("/status")));
        assertThat(charge(payment, "/refunded")).isEqualByComparingTo("8.00");
        refund(payment, "0.01").expectProblem(409, "refund_exceeds_captured");
    }

    @Test
    void givenAnOrderIsCancelledWhileItIsBeingPaid_whenTheMoneyComes_thenItGoesBackAtOnce() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "tok_slow").expect(201).text("/id");
        shop.post("/orders/" + order + "/cancellation", "{\"reason\": \"Changed my mind\"}")
                .expect(200);

        shop.eventually("/payments/" + payment, it -> "REFUNDED".equals(it.text("/status")));
        Answer after =
                shop.eventually("/orders/" + order, it -> it.amount("/refunded").signum() > 0);
        assertThat(after.text("/status")).isEqualTo("CANCELLED");
        assertThat(after.amount("/outstanding")).isEqualByComparingTo("0");
        assertThat(charge(payment, "/refunded")).isEqualByComparingTo("8.00");
    }

    @Test
    void givenAPaymentThatIsNotCaptured_whenItIsRefunded_thenThereIsNothingToRefund() {
        String payment = shop.pay(confirmedOrder(), "tok_declined").expect(201).text("/id");
        shop.eventually("/payments/" + payment, it -> "DECLINED".equals(it.text("/status")));
        refund(payment, "1.00").expectProblem(409, "payment_not_captured");
        refund(Shop.unique("nobody-"), "1.00").expectProblem(404, "payment_not_found");
    }

    private Answer refund(String payment, String amount) {
        return shop.post("/payments/" + payment + "/refunds", """
                {"amount": %s, "reason": "One was broken"}""".formatted(Shop.gbp(amount)));
    }

    private BigDecimal charge(String payment, String amount) {
        Answer books = shop.get("/sandbox/provider/charges");
        int index = books.items("paymentId").indexOf(payment);
        return books.amount("/items/" + index + amount);
    }

    private String confirmedOrder() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        return order;
    }

    private String paidOrder() {
        String order = confirmedOrder();
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        return order;
    }
}
