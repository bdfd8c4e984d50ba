package io.ledgerline.query.payment;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.paymentRequested;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Reason;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.RefundFailed;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.query.Moment;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaymentViewTest {

    private static final PaymentId PAYMENT = new PaymentId("p1");
    private static final RefundId REFUND = new RefundId("r1");
    private static final PaymentEvent REQUESTED = paymentRequested("p1", "75", "4");
    private static final PaymentEvent CAPTURED = new PaymentCaptured(PAYMENT, "75", gbp("4"), "sbx-1");
    private static final PaymentEvent NO_ANSWER = new PaymentFailed(PAYMENT, "75", gbp("4"), "no_answer");

    @Test
    void eachTimeThatTheProviderIsAskedIsCounted() {
        assertThat(after(REQUESTED).attempts()).isEqualTo(1);
        assertThat(after(REQUESTED, new AttemptFailed(PAYMENT, "75", 1, "busy", true))
                        .attempts())
                .isEqualTo(2);
        assertThat(after(
                                REQUESTED,
                                new AttemptFailed(PAYMENT, "75", 1, "busy", true),
                                new AttemptFailed(PAYMENT, "75", 2, "busy", false))
                        .attempts())
                .isEqualTo(2);
    }

    @Test
    void aPaymentThatNobodyAnsweredForHasFailedAndSaysWhy() {
        PaymentView failed = after(REQUESTED, NO_ANSWER);
        assertThat(failed.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(failed.failureReason()).isEqualTo("no_answer");
    }

    @Test
    void moneyThatComesAfterAllIsCaptured() {
        PaymentView captured = after(REQUESTED, NO_ANSWER, CAPTURED);
        assertThat(captured.status()).isEqualTo(PaymentStatus.CAPTURED);
        assertThat(captured.failureReason()).isNull();
    }

    @Test
    void whatHasGoneBackIsRefundedInPartAndThenWhole() {
        PaymentView part = after(REQUESTED, CAPTURED, requested("1"), refunded("1"));
        assertThat(part.status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(part.refunded()).isEqualTo(gbp("1"));
        assertThat(part.providerReference()).isEqualTo("sbx-1");
        PaymentView whole = after(REQUESTED, CAPTURED, refunded("1"), refunded("3"));
        assertThat(whole.status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(whole.refunded()).isEqualTo(gbp("4"));
    }

    @Test
    void whatIsOnItsWayBackOrDidNotGoIsNotRefunded() {
        PaymentView failed =
                after(REQUESTED, CAPTURED, requested("1"), new RefundFailed(PAYMENT, "75", REFUND, gbp("1"), "closed"));
        assertThat(failed.status()).isEqualTo(PaymentStatus.CAPTURED);
        assertThat(failed.refunded()).isEqualTo(gbp("0"));
        assertThat(failed.version()).isEqualTo(3);
    }

    private static RefundRequested requested(String amount) {
        return new RefundRequested(
                PAYMENT, "75", REFUND, gbp(amount), new ProviderCharge("sandbox", "sbx-1"), Reason.of("broken"));
    }

    private static PaymentRefunded refunded(String amount) {
        return new PaymentRefunded(PAYMENT, "75", REFUND, gbp(amount), "back-1");
    }

    private static PaymentView after(PaymentEvent... events) {
        PaymentView payment = null;
        for (int version = 0; version < events.length; version++) {
            payment = PaymentView.evolve(
                    payment, events[version], new Moment(version, Instant.parse("2026-01-01T00:00:00Z")));
        }
        assertThat(payment).isNotNull();
        return payment;
    }
}
