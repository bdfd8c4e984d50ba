package io.ledgerline.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.Evolution;
import io.ledgerline.kernel.testing.GoldenEvents;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundFailed;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.PaymentUpcasters;
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PaymentEventsTest {

    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final Money AMOUNT = Money.of("15.30", "GBP");
    private static final Money PART = Money.of("2.55", "GBP");
    private static final RefundId REFUND = new RefundId("refund-1");

    /** Of customer 17850, with the key of the golden files: the bytes from 0 to 31. */
    private static final String PAID_TWICE = "v1:AAAAAAAAAAAAAAADXUVn13YCxrPQ97cd0iUT6Hn3kDYiQ2M-Ewu1cnUsac-4pP5ZVA";

    @TestFactory
    Stream<DynamicTest> eventsKeepTheirShape() {
        return new GoldenEvents(LogicalTypes.of("payment", PaymentEvent.class), PaymentUpcasters.ALL)
                .once("payment.RefundRequested.r1.json", refundRequested(new Reason(null, "One was broken")))
                .once("payment.RefundRequested.r1.2.json", refundRequested(new Reason(new Encrypted(PAID_TWICE), null)))
                .tests(
                        new PaymentRequested(PAYMENT, "75", AMOUNT, "sandbox", new PaymentMethod("card", "tok_ok")),
                        new PaymentRequested(PAYMENT, "536365", AMOUNT, "import", null),
                        new PaymentCaptured(PAYMENT, "75", AMOUNT, "sandbox_1"),
                        new PaymentDeclined(PAYMENT, "75", AMOUNT, "sandbox_1", "card_declined"),
                        new AttemptFailed(PAYMENT, "75", 2, "temporarily_unavailable", true),
                        new PaymentFailed(PAYMENT, "75", AMOUNT, "no_answer"),
                        refundRequested(Reason.of("One was broken")),
                        refundRequested(Reason.of(PAID_TWICE)),
                        new PaymentRefunded(PAYMENT, "75", REFUND, PART, "sandbox_refund_1"),
                        new RefundFailed(PAYMENT, "75", REFUND, PART, "no_answer"));
    }

    private static RefundRequested refundRequested(Reason reason) {
        return new RefundRequested(PAYMENT, "75", REFUND, PART, new ProviderCharge("sandbox", "sandbox_1"), reason);
    }

    @Test
    void eachEventIsEvolvedFrom_soThatItsCommandIsRemembered() {
        assertThat(Evolution.of(Payment.class))
                .containsExactlyInAnyOrderElementsOf(
                        LogicalTypes.of("payment", PaymentEvent.class).byName().values());
    }
}
