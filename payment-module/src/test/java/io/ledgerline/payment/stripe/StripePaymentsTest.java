package io.ledgerline.payment.stripe;

import static io.ledgerline.payment.stripe.StripeFixture.AMOUNT;
import static io.ledgerline.payment.stripe.StripeFixture.PAYMENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.ManualAlarms;
import io.ledgerline.payment.Payments;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundFailed;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.PaymentNotices;
import io.ledgerline.payment.process.PaymentNoticesOf;
import io.ledgerline.payment.process.PaymentProcessOf;
import io.ledgerline.payment.stripe.testing.StripeEvents;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Payments from their request to their end, by the process that asks Stripe. */
class StripePaymentsTest {

    private static final RefundId REFUND = new RefundId("refund-1");

    private final StripeFixture stripe = new StripeFixture();
    private final InMemoryAggregates aggregates = Payments.inMemory("stripe");
    private final ManualAlarms alarms = new ManualAlarms();
    private final PaymentProcessOf process = new PaymentProcessOf(stripe.gateway, aggregates, alarms);
    private final PaymentNotices notices = PaymentNoticesOf.gateway(stripe.gateway, aggregates);

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void aGoodCardIsCaptured() {
        requested("pm_card_visa");
        alarms.pass(Duration.ZERO);
        assertThat(last()).isEqualTo(captured("pi_1"));
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void aBadCardIsDeclined() {
        requested("pm_card_visa_chargeDeclinedInsufficientFunds");
        alarms.pass(Duration.ZERO);
        assertThat(last()).isEqualTo(new PaymentDeclined(PAYMENT, "75", AMOUNT, "pi_1", "insufficient_funds"));
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongTwiceInEachStep_thenItIsCapturedOnce(Fault fault) {
        stripe.standIn.fail("payment_intents", fault, fault);
        stripe.standIn.fail("confirm", fault, fault);
        requested("pm_card_visa");
        alarms.pass(Duration.ofSeconds(30));
        assertThat(last()).isInstanceOf(PaymentCaptured.class);
        assertThat(stripe.standIn.intents())
                .filteredOn(intent -> intent.get("status").equals("succeeded"))
                .hasSize(1);
    }

    @Test
    void givenNothingComesThroughEver_thenItFailsAndIsCancelledAtStripe() {
        stripe.standIn.fail("confirm", Fault.LOST, Fault.LOST, Fault.LOST, Fault.LOST, Fault.LOST);
        requested("pm_card_visa");
        alarms.pass(Duration.ofMinutes(2));
        assertThat(last()).isEqualTo(new PaymentFailed(PAYMENT, "75", AMOUNT, "provider_unavailable"));
        assertThat(stripe.standIn.intents()).extracting(it -> it.get("status")).containsExactly("canceled");
    }

    @Test
    void givenAnAnswerIsLostAgainAndAgain_thenItIsFoundByTheIntentsName() {
        stripe.standIn.fail("confirm", Fault.ANSWER_LOST);
        requested("pm_card_visa");
        alarms.pass(Duration.ofSeconds(5));
        assertThat(aggregates.events())
                .endsWith(new AttemptFailed(PAYMENT, "75", 1, "no_answer", true), captured("pi_1"));
    }

    @Test
    void givenItIsBeingProcessedForLong_thenItStaysRequestedUntilStripeTells() {
        requested("pm_bank_debit");
        alarms.pass(Duration.ofHours(1));
        assertThat(last()).isInstanceOf(PaymentRequested.class);
        tell("payment_intent.succeeded", stripe.standIn.succeed("pi_1"));
        assertThat(last()).isEqualTo(captured("pi_1"));
    }

    @Test
    void givenItWasDeclined_whenStripeTellsThatItWasPaidAfterAll_thenItIsCaptured() {
        requested("pm_card_visa_chargeDeclined");
        alarms.pass(Duration.ZERO);
        tell("payment_intent.succeeded", stripe.standIn.succeed("pi_1"));
        assertThat(last()).isEqualTo(captured("pi_1"));
    }

    @Test
    void theSameEventAgainAndAnOlderOneChangeNothing() {
        requested("pm_bank_debit");
        alarms.pass(Duration.ZERO);
        String failed = StripeEvents.event("payment_intent.payment_failed", stripe.standIn.decline("pi_1"));
        String succeeded = StripeEvents.event("payment_intent.succeeded", stripe.standIn.succeed("pi_1"));
        tell(succeeded);
        int events = aggregates.events().size();
        tell(succeeded);
        tell(failed);
        assertThat(aggregates.events()).hasSize(events);
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongWithARefund_thenItIsMadeOnceInTheEnd(Fault fault) {
        refundRequested();
        stripe.standIn.fail("refunds", fault, fault);
        alarms.pass(Duration.ofMinutes(2));
        if (fault == Fault.LOST) {
            // Its key is cut off here for good, so nobody can say what became of it: it stays under way.
            assertThat(alarms.waiting()).isOne();
            assertThat(stripe.standIn.refunds()).isEmpty();
        } else {
            assertThat(last()).isEqualTo(new PaymentRefunded(PAYMENT, "75", REFUND, AMOUNT, "re_1"));
            assertThat(stripe.standIn.refunds()).hasSize(1);
        }
    }

    @Test
    void givenARefundIsOnItsWay_whenStripeTellsThatItIsDone_thenItIsRefundedOnce() {
        stripe.standIn.refundsAre("pending");
        refundRequested();
        alarms.pass(Duration.ZERO);
        String done = StripeEvents.event("refund.updated", stripe.standIn.settleRefund("re_1", "succeeded", null));
        tell(done);
        tell(done);
        alarms.pass(Duration.ofMinutes(1));
        assertThat(last()).isEqualTo(new PaymentRefunded(PAYMENT, "75", REFUND, AMOUNT, "re_1"));
        assertThat(aggregates.events())
                .filteredOn(PaymentRefunded.class::isInstance)
                .hasSize(1);
    }

    @Test
    void givenARefundIsOnItsWay_whenStripeTellsThatItFailed_thenItFails() {
        stripe.standIn.refundsAre("pending");
        refundRequested();
        alarms.pass(Duration.ZERO);
        tell("refund.failed", stripe.standIn.settleRefund("re_1", "failed", "lost_or_stolen_card"));
        assertThat(last()).isEqualTo(new RefundFailed(PAYMENT, "75", REFUND, AMOUNT, "lost_or_stolen_card"));
    }

    private void requested(String card) {
        aggregates.send(new RequestPayment(PAYMENT, "75", AMOUNT, new PaymentMethod("card", card)));
        process.handle(last());
    }

    private void refundRequested() {
        requested("pm_card_visa");
        alarms.pass(Duration.ZERO);
        aggregates.send(new RequestRefund(PAYMENT, REFUND, AMOUNT, "broken"));
        process.handle(last());
    }

    private void tell(String type, Map<String, Object> object) {
        tell(StripeEvents.event(type, object));
    }

    private void tell(String event) {
        String signature = StripeEvents.signature(
                event, StripeFixture.SECRET, Instant.now().getEpochSecond());
        notices.receive("stripe", name -> name.equals("Stripe-Signature") ? signature : null, event.getBytes(UTF_8))
                .join();
    }

    private PaymentEvent last() {
        return (PaymentEvent) aggregates.events().get(aggregates.events().size() - 1);
    }

    private static PaymentCaptured captured(String intent) {
        return new PaymentCaptured(PAYMENT, "75", AMOUNT, intent);
    }
}
