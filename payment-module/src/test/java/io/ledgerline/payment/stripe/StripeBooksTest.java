package io.ledgerline.payment.stripe;

import static io.ledgerline.payment.stripe.StripeFixture.AMOUNT;
import static io.ledgerline.payment.stripe.StripeFixture.PAYMENT;
import static io.ledgerline.payment.stripe.StripeFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.PaymentGateway.Charge;
import io.ledgerline.payment.process.ProviderUnavailable;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripeBooksTest {

    private final StripeFixture stripe = new StripeFixture();

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void chargesAreOursThatHaveComeToSomethingWithWhatWentBack() {
        String intent = stripe.captured();
        for (int i = 1; i <= 5; i++) {
            stripe.gateway.refund(refund("refund-" + i, intent, "1.00"));
        }
        stripe.standIn.settleRefund("re_2", "failed", "lost_or_stolen_card");
        stripe.standIn.settleRefund("re_4", "pending", null);
        stripe.standIn.paidByOthers(Map.of("amount", "700", "currency", "gbp"));
        stripe.standIn.paidByOthers(
                Map.of("amount", "700", "currency", "gbp", "metadata[ledgerline_payment]", "not one of our ids"));
        stripe.standIn.paidByOthers(
                Map.of("amount", "700", "currency", "jpy", "metadata[ledgerline_payment]", "unknown-to-log"));
        assertThat(charges())
                .containsExactlyInAnyOrder(
                        new Charge(intent, PAYMENT, true, AMOUNT, Money.of("3.00", "GBP")),
                        new Charge(
                                "pi_4",
                                new PaymentId("unknown-to-log"),
                                true,
                                Money.of("700", "JPY"),
                                Money.of("0", "JPY")));
    }

    @Test
    void declinedOnesAreNotCapturedAndThoseThatWereNeverConfirmedAreNone() {
        stripe.gateway.capture(stripe.begun("pm_card_visa_chargeDeclined"));
        assertThat(charges()).containsExactly(new Charge("pi_1", PAYMENT, false, AMOUNT, Money.of("0", "GBP")));
    }

    @Test
    void anIntentThatWasNeverConfirmedIsNoCharge() {
        stripe.begun("pm_card_visa");
        assertThat(charges()).isEmpty();
    }

    @Test
    void givenTheBooksCannotBeRead_thenTheyAreNotTakenForEmpty() {
        stripe.captured();
        for (int i = 0; i < 4; i++) {
            stripe.standIn.paidByOthers(Map.of("amount", "700", "currency", "gbp"));
        }
        stripe.standIn.fail("list of refunds", Fault.ERROR);
        assertThatExceptionOfType(ProviderUnavailable.class).isThrownBy(this::charges);
    }

    private List<Charge> charges() {
        List<Charge> charges = new ArrayList<>();
        stripe.gateway.charges(charges::add);
        return charges;
    }
}
