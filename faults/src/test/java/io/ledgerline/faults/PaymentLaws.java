package io.ledgerline.faults;

import io.ledgerline.faults.OrderHistory.Money;
import io.ledgerline.faults.PaymentHistory.State;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Orders know what became of their payments, and each payment is what its token says, once everything is settled. */
final class PaymentLaws {

    private static final Map<String, Set<State>> ENDS = Map.of(
            "tok_ok", Set.of(State.CAPTURED),
            "tok_declined", Set.of(State.DECLINED),
            "tok_slow", Set.of(State.CAPTURED),
            "tok_flaky", Set.of(State.CAPTURED),
            "tok_timeout", Set.of(State.FAILED),
            "tok_lost_answer", Set.of(State.CAPTURED));

    private PaymentLaws() {}

    static void check(Replay log, Findings findings) {
        log.payments().forEach((id, payment) -> {
            if (payment.isOfSandbox()) {
                findings.check(
                        Law.TOKENS,
                        ENDS.getOrDefault(payment.token(), Set.of()).contains(payment.state()),
                        "Payment %s with %s is %s",
                        id,
                        payment.token(),
                        payment.state());
            }
            known(id, payment, log, findings);
        });
        log.orders().forEach((id, order) -> {
            order.payments()
                    .keySet()
                    .forEach(payment -> findings.check(
                            Law.PAYMENTS,
                            log.payments().containsKey(payment),
                            "Payment %s of order %s was never requested",
                            payment,
                            id));
            findings.check(
                    Law.MONEY,
                    order.outstanding().signum() >= 0,
                    "Order %s still owes the customer %s",
                    id,
                    order.outstanding().negate());
        });
    }

    private static void known(String id, PaymentHistory payment, Replay log, Findings findings) {
        OrderHistory order = log.orders().get(payment.order());
        Money expected = payment.state() == State.CAPTURED ? Money.RECEIVED : Money.FAILED;
        findings.same(
                Law.PAYMENTS,
                expected,
                order == null ? null : order.payments().get(id),
                "Payment %s to order %s",
                id,
                payment.order());
        payment.refunds().forEach((refund, amount) -> {
            BigDecimal recorded = order == null ? null : order.refunds().get(id + "/" + refund);
            findings.same(
                    Law.PAYMENTS,
                    amount,
                    recorded == null ? BigDecimal.ZERO : recorded,
                    "Refund %s of payment %s to order %s",
                    refund,
                    id,
                    payment.order());
        });
    }
}
