package io.ledgerline.payment.stripe;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import io.ledgerline.payment.stripe.testing.StripeStandIn;
import java.time.Clock;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** The adapter, and a stand-in that it asks. */
final class StripeFixture implements AutoCloseable {

    static final PaymentId PAYMENT = new PaymentId("pay-1");
    static final Money AMOUNT = Money.of("15.30", "GBP");
    static final String SECRET = "whsec_of_the_tests";

    final StripeStandIn standIn = new StripeStandIn();
    final StripeGateway gateway = gateway(StripeStandIn.API_KEY, standIn.address());

    /** With pages of two, so that every list has several. */
    static StripeGateway gateway(String apiKey, String address) {
        StripeSettings settings =
                new StripeSettings(apiKey, SECRET, address, Duration.ofSeconds(2), Duration.ofSeconds(1), 2);
        return (StripeGateway) new StripeModule()
                .stripe(settings, Clock.systemUTC(), JsonMapper.builder().build());
    }

    static Capture wanted(String card) {
        return wanted(card, AMOUNT);
    }

    static Capture wanted(String card, Money amount) {
        return new Capture("pay-1/capture", PAYMENT, amount, new PaymentMethod("card", card), 1, null);
    }

    static Capture begun(Capture capture, String intent) {
        return again(capture, capture.attempt(), intent);
    }

    static Capture again(Capture capture, int attempt, String intent) {
        return new Capture(
                capture.idempotencyKey(), capture.paymentId(), capture.amount(), capture.method(), attempt, intent);
    }

    /** An intent that is created, and not confirmed. */
    Capture begun(String card) {
        Capture wanted = wanted(card);
        return begun(wanted, ((Answer.Begun) gateway.capture(wanted)).providerReference());
    }

    /** @return the intent's name */
    String captured() {
        return ((Answer.Done) gateway.capture(begun("pm_card_visa"))).providerReference();
    }

    static Refund refund(String id, String intent, String amount) {
        return refund(id, intent, amount, 1);
    }

    static Refund refund(String id, String intent, String amount, int attempt) {
        return new Refund("pay-1/refund/" + id, PAYMENT, new RefundId(id), intent, Money.of(amount, "GBP"), attempt);
    }

    @Override
    public void close() {
        standIn.close();
    }
}
