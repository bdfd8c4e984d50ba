package io.ledgerline.payment.stripe;

import static io.ledgerline.payment.stripe.StripeFixture.AMOUNT;
import static io.ledgerline.payment.stripe.StripeFixture.again;
import static io.ledgerline.payment.stripe.StripeFixture.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.ProviderUnavailable;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Fault;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Request;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StripeCapturesTest {

    private final StripeFixture stripe = new StripeFixture();
    private final StripeGateway gateway = stripe.gateway;

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void whenAsked_thenAnIntentIsCreatedWithOurReferenceAndNothingIsTaken() {
        assertThat(gateway.capture(wanted("pm_card_visa"))).isEqualTo(new Answer.Begun("pi_1"));
        assertThat(stripe.standIn.requests())
                .containsExactly(new Request(
                        "POST",
                        "/v1/payment_intents",
                        Map.of(
                                "amount", "1530",
                                "currency", "gbp",
                                "payment_method", "pm_card_visa",
                                "automatic_payment_methods[enabled]", "true",
                                "automatic_payment_methods[allow_redirects]", "never",
                                "metadata[ledgerline_payment]", "pay-1"),
                        "pay-1/capture/create/1"));
        assertThat(statusOfIntent()).isEqualTo("requires_confirmation");
    }

    @Test
    void whenAskedTwiceBeforeItIsKept_thenItIsOneIntent() {
        gateway.capture(wanted("pm_card_visa"));
        assertThat(gateway.capture(wanted("pm_card_visa"))).isEqualTo(new Answer.Begun("pi_1"));
        assertThat(stripe.standIn.intents()).hasSize(1);
    }

    @Test
    void givenAnIntent_whenAskedAgain_thenItIsConfirmedAndCaptured() {
        Capture begun = stripe.begun("pm_card_visa");
        assertThat(gateway.capture(begun)).isEqualTo(new Answer.Done("pi_1"));
        Request confirm = stripe.standIn.requests().get(1);
        assertThat(confirm)
                .isEqualTo(new Request(
                        "POST",
                        "/v1/payment_intents/pi_1/confirm",
                        Map.of("error_on_requires_action", "true"),
                        "pay-1/capture/confirm/1"));
        assertThat(gateway.capture(begun)).isEqualTo(new Answer.Done("pi_1"));
        assertThat(gateway.findCapture(begun)).contains(new Answer.Done("pi_1"));
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa_chargeDeclinedInsufficientFunds, insufficient_funds",
        "pm_card_visa_chargeDeclined, generic_decline",
        "pm_card_expired, expired_card",
        "pm_card_authenticationRequired, authentication_required"
    })
    void whenTheCardIsDeclined_thenThePaymentIsWithTheReason(String card, String reason) {
        Capture begun = stripe.begun(card);
        assertThat(gateway.capture(begun)).isEqualTo(new Answer.Declined("pi_1", reason));
        assertThat(gateway.findCapture(begun)).contains(new Answer.Declined("pi_1", reason));
        assertThat(gateway.capture(again(begun, 2, "pi_1"))).isEqualTo(new Answer.Declined("pi_1", reason));
    }

    @Test
    void whenTheCustomerWouldHaveToActAfterAll_thenItIsCancelledAndDeclined() {
        assertThat(gateway.capture(stripe.begun("pm_needs_customer")))
                .isEqualTo(new Answer.Declined("pi_1", "requires_action"));
        assertThat(statusOfIntent()).isEqualTo("canceled");
    }

    @Test
    void givenItIsBeingProcessed_thenItIsPendingUntilItIsSettled() {
        Capture begun = stripe.begun("pm_bank_debit");
        assertThat(gateway.capture(begun)).isEqualTo(new Answer.Pending());
        assertThat(gateway.findCapture(begun)).contains(new Answer.Pending());
        assertThat(gateway.concludeCapture(begun)).contains(new Answer.Pending());
        stripe.standIn.succeed("pi_1");
        assertThat(gateway.findCapture(begun)).contains(new Answer.Done("pi_1"));
    }

    @Test
    void givenItIsBeingProcessed_whenTheBankDeclines_thenSoIsThePayment() {
        Capture begun = stripe.begun("pm_bank_debit");
        gateway.capture(begun);
        stripe.standIn.decline("pi_1");
        assertThat(gateway.findCapture(begun)).contains(new Answer.Declined("pi_1", "generic_decline"));
    }

    @Test
    void whenTheRequestIsInvalid_thenItIsDeclinedForGood() {
        assertThat(gateway.capture(wanted("tok_ok"))).isEqualTo(new Answer.Declined(null, "resource_missing"));
        assertThat(gateway.capture(wanted("pm_card_visa", Money.of("0", "GBP"))))
                .isEqualTo(new Answer.Declined(null, "parameter_invalid_integer"));
    }

    @Test
    void whenStripeCannotTakeSuchAnAmount_thenItIsNotAsked() {
        assertThat(gateway.capture(wanted("pm_card_visa", Money.of("1.001", "KWD"))))
                .isEqualTo(new Answer.Declined(null, "amount_not_supported"));
        assertThat(stripe.standIn.requests()).isEmpty();
    }

    @Test
    void givenTheKeyWasUsedForAnotherAmount_thenItIsDeclinedForGood() {
        gateway.capture(wanted("pm_card_visa"));
        assertThat(gateway.capture(wanted("pm_card_visa", Money.of("1.00", "GBP"))))
                .isEqualTo(new Answer.Declined(null, "idempotency_error"));
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongWithTheFirstStep_thenItIsAskedAgainAndNothingIsTakenTwice(Fault fault) {
        stripe.standIn.fail("payment_intents", fault);
        Answer first = ask(wanted("pm_card_visa"));
        assertThat(first).isInstanceOf(Answer.Failed.class);
        Answer second = gateway.capture(again(wanted("pm_card_visa"), 2, null));
        String intent = ((Answer.Begun) second).providerReference();
        assertThat(gateway.capture(again(wanted("pm_card_visa"), 2, intent))).isEqualTo(new Answer.Done(intent));
        assertTakenOnce();
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongWithTheSecondStep_thenItIsNeverDeclinedAndNothingIsTakenTwice(Fault fault) {
        Capture begun = stripe.begun("pm_card_visa");
        stripe.standIn.fail("confirm", fault);
        assertThat(ask(begun)).isInstanceOf(Answer.Failed.class);
        assertThat(gateway.capture(again(begun, 2, "pi_1"))).isEqualTo(new Answer.Done("pi_1"));
        assertTakenOnce();
    }

    @Test
    void givenItWasTakenAndNobodyWasTold_thenItIsFound() {
        Capture begun = stripe.begun("pm_card_visa");
        stripe.standIn.fail("confirm", Fault.ANSWER_LOST);
        gateway.capture(begun);
        assertThat(gateway.findCapture(begun)).contains(new Answer.Done("pi_1"));
        assertThat(gateway.concludeCapture(begun)).contains(new Answer.Done("pi_1"));
    }

    @Test
    void givenAnAttemptThatDeclinedAndNobodyWasTold_thenTheNextOneDoesNotTryTheCardAgain() {
        Capture begun = stripe.begun("pm_card_visa_chargeDeclined");
        stripe.standIn.fail("confirm", Fault.ANSWER_LOST);
        gateway.capture(begun);
        assertThat(gateway.capture(again(begun, 2, "pi_1"))).isEqualTo(new Answer.Declined("pi_1", "generic_decline"));
        assertThat(stripe.standIn.requests())
                .filteredOn(request -> "pay-1/capture/confirm/2".equals(request.key()))
                .isEmpty();
    }

    @Test
    void givenItWasNeverConfirmed_whenItIsGivenUp_thenItIsCancelledSoThatALateConfirmationTakesNothing() {
        Capture begun = stripe.begun("pm_card_visa");
        assertThat(gateway.findCapture(begun)).isEmpty();
        assertThat(gateway.concludeCapture(begun)).isEmpty();
        assertThat(statusOfIntent()).isEqualTo("canceled");
        assertThat(gateway.capture(begun)).isEqualTo(new Answer.Declined("pi_1", "canceled"));
    }

    @Test
    void givenNoIntentWasEverHeardOf_thenThereIsNothingToFindOrToCancel() {
        assertThat(gateway.findCapture(wanted("pm_card_visa"))).isEmpty();
        assertThat(gateway.concludeCapture(wanted("pm_card_visa"))).isEmpty();
        assertThat(stripe.standIn.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "CONFLICT", "TOO_MANY", "LOST", "ANSWER_LOST", "SILENT"})
    void whenItCannotBeCancelledNow_thenNobodySaysThatNothingWillBeTaken(Fault fault) {
        Capture begun = stripe.begun("pm_card_visa");
        // Twice: without a key the JDK's client sends a request again whose connection broke.
        stripe.standIn.fail("cancel", fault, fault);
        assertThat(gateway.concludeCapture(begun)).contains(new Answer.Pending());
    }

    @Test
    void whenStripeCannotBeAskedWhatBecameOfIt_thenNothingIsSaid() {
        Capture begun = stripe.begun("pm_card_visa");
        stripe.standIn.fail("retrieve", Fault.ERROR);
        assertThatExceptionOfType(ProviderUnavailable.class).isThrownBy(() -> gateway.findCapture(begun));
    }

    @Test
    void givenAnotherAccountsKey_thenItIsTriedAgainUntilItIsMended() {
        StripeGateway mistaken = StripeFixture.gateway("sk_test_other", stripe.standIn.address());
        assertThat(mistaken.capture(wanted("pm_card_visa"))).isEqualTo(new Answer.Failed("authentication_failed"));
    }

    @Test
    void givenAnIntentOfAnotherAccount_thenNothingIsSaidOfItAsItMayHaveBeenTakenThere() {
        Capture elsewhere = StripeFixture.begun(wanted("pm_card_visa"), "pi_of_another_account");
        assertThat(gateway.capture(elsewhere)).isEqualTo(new Answer.Failed("resource_missing"));
        assertThatExceptionOfType(ProviderUnavailable.class).isThrownBy(() -> gateway.findCapture(elsewhere));
        assertThatExceptionOfType(ProviderUnavailable.class).isThrownBy(() -> gateway.concludeCapture(elsewhere));
    }

    @Test
    void whenNobodyListens_thenItIsTriedAgain() {
        StripeGateway nowhere = StripeFixture.gateway("sk_test_standin", "http://127.0.0.1:1");
        assertThat(nowhere.capture(wanted("pm_card_visa"))).isEqualTo(new Answer.Failed("not_reached"));
    }

    /** As the process that asks: what can't even be read is a failure. */
    private Answer ask(Capture capture) {
        try {
            return gateway.capture(capture);
        } catch (RuntimeException e) {
            return new Answer.Failed("not_reached");
        }
    }

    private Object statusOfIntent() {
        return stripe.standIn.intents().get(0).get("status");
    }

    private void assertTakenOnce() {
        assertThat(stripe.standIn.intents())
                .filteredOn(intent -> intent.get("status").equals("succeeded"))
                .singleElement()
                .satisfies(intent -> assertThat(MinorUnits.money((long) intent.get("amount_received"), "gbp"))
                        .isEqualTo(AMOUNT));
    }
}
