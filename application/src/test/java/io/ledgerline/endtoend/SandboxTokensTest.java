package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SandboxTokensTest extends EndToEnd {

    @Test
    void givenASlowProvider_whenItsNoticeComes_thenThePaymentIsCapturedAndTheOrderPaid() {
        String order = confirmedOrder();
        Answer payment = captured(shop.pay(order, "tok_slow"));
        assertThat(payment.number("/attempts")).isEqualTo(1);
        paidOnce(order);
    }

    @Test
    void givenAFlakyProvider_whenItIsAskedAThirdTime_thenItCapturesOnce() {
        String order = confirmedOrder();
        Answer payment = captured(shop.pay(order, "tok_flaky"));
        assertThat(payment.number("/attempts")).isEqualTo(3);
        paidOnce(order);
    }

    @Test
    void givenALostAnswer_whenTheProviderIsAskedWhatBecameOfIt_thenTheMoneyIsFound() {
        String order = confirmedOrder();
        captured(shop.pay(order, "tok_lost_answer"));
        paidOnce(order);
    }

    @Test
    void givenAProviderThatNeverAnswers_whenTheDeadlinePasses_thenThePaymentFailsAndTheOrderCanBePaidAgain() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "tok_timeout").expect(201).text("/id");
        // Nobody else waits for it.
        String other = confirmedOrder();
        captured(shop.pay(other, "tok_ok"));

        Answer failed = shop.eventually("/payments/" + payment, it -> "FAILED".equals(it.text("/status")));
        assertThat(failed.text("/failureReason")).isEqualTo("no_answer");
        assertThat(shop.get("/sandbox/provider/charges").items("paymentId")).doesNotContain(payment);
        captured(shop.pay(order, "tok_ok"));
        paidOnce(order);
    }

    @Test
    void givenManyPaymentsUnderWay_whenTheProgramIsRestarted_thenEachEndsAsItsTokenSays() {
        var orders = IntStream.range(0, 6).mapToObj(i -> confirmedOrder()).toList();
        String[] tokens = {"tok_slow", "tok_flaky", "tok_lost_answer", "tok_ok", "tok_slow", "tok_flaky"};
        for (int i = 0; i < tokens.length; i++) {
            shop.pay(orders.get(i), tokens[i]).expect(201);
        }
        program.restart();
        shop = new Shop(program.address());
        orders.forEach(this::paidOnce);
    }

    private String confirmedOrder() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        return order;
    }

    private Answer captured(Answer paying) {
        return shop.eventually(
                "/payments/" + paying.expect(201).text("/id"), it -> "CAPTURED".equals(it.text("/status")));
    }

    private void paidOnce(String order) {
        Answer paid = shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        assertThat(paid.amount("/paid")).isEqualByComparingTo("8.00");
        String captured =
                shop.get("/payments?orderId=" + order).items("paymentId").get(0);
        assertThat(shop.get("/sandbox/provider/charges").items("paymentId")).containsOnlyOnce(captured);
    }
}
