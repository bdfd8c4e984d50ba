package io.ledgerline.payment.stripe;

import static io.ledgerline.payment.stripe.StripeFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import io.ledgerline.payment.process.ProviderUnavailable;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Fault;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Request;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeRefundsTest {

    private final StripeFixture stripe = new StripeFixture();
    private final StripeGateway gateway = stripe.gateway;
    private String intent;

    @BeforeEach
    void capture() {
        intent = stripe.captured();
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void whenAsked_thenTheMoneyGoesBackOnceUnderOurReference() {
        assertThat(gateway.refund(refund("refund-1", intent, "5.00"))).isEqualTo(new Answer.Done("re_1"));
        assertThat(gateway.refund(refund("refund-1", intent, "5.00"))).isEqualTo(new Answer.Done("re_1"));
        assertThat(stripe.standIn.requests())
                .contains(new Request(
                        "POST",
                        "/v1/refunds",
                        Map.of(
                                "payment_intent", intent,
                                "amount", "500",
                                "metadata[ledgerline_payment]", "pay-1",
                                "metadata[ledgerline_refund]", "refund-1"),
                        "pay-1/refund/refund-1/1"));
        assertThat(stripe.standIn.refunds()).hasSize(1);
    }

    @Test
    void givenSeveralRefunds_whenOneIsLookedFor_thenItIsFoundOnWhicheverPageItIs() {
        for (int i = 1; i <= 5; i++) {
            gateway.refund(refund("refund-" + i, intent, "1.00"));
        }
        assertThat(gateway.findRefund(refund("refund-1", intent, "1.00"))).contains(new Answer.Done("re_1"));
        assertThat(gateway.findRefund(refund("refund-5", intent, "1.00"))).contains(new Answer.Done("re_5"));
        assertThat(gateway.findRefund(refund("refund-6", intent, "1.00"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "requires_action"})
    void givenItIsOnItsWay_thenItIsPendingUntilItIsDone(String status) {
        stripe.standIn.refundsAre(status);
        Refund refund = refund("refund-1", intent, "5.00");
        assertThat(gateway.refund(refund)).isEqualTo(new Answer.Pending());
        assertThat(gateway.findRefund(refund)).contains(new Answer.Pending());
        assertThat(gateway.concludeRefund(refund)).contains(new Answer.Pending());
        stripe.standIn.settleRefund("re_1", "succeeded", null);
        assertThat(gateway.findRefund(refund)).contains(new Answer.Done("re_1"));
    }

    @Test
    void givenItIsOnItsWay_whenItFails_thenSoItIsTold() {
        stripe.standIn.refundsAre("pending");
        Refund refund = refund("refund-1", intent, "5.00");
        gateway.refund(refund);
        stripe.standIn.settleRefund("re_1", "failed", "expired_or_canceled_card");
        assertThat(gateway.findRefund(refund)).contains(new Answer.Declined("re_1", "expired_or_canceled_card"));
        stripe.standIn.settleRefund("re_1", "canceled", null);
        assertThat(gateway.findRefund(refund)).contains(new Answer.Declined("re_1", "canceled"));
    }

    @Test
    void whenMoreThanIsLeftIsAskedFor_thenItIsDeclined() {
        assertThat(gateway.refund(refund("refund-1", intent, "15.31")))
                .isEqualTo(new Answer.Declined(null, "charge_already_refunded"));
        assertThat(gateway.refund(refund("refund-2", "pi_unknown", "1.00")))
                .isEqualTo(new Answer.Declined(null, "resource_missing"));
    }

    @Test
    void whenStripeCannotGiveBackSuchAnAmount_thenItIsNotAsked() {
        Refund odd =
                new Refund("key", StripeFixture.PAYMENT, new RefundId("refund-1"), intent, Money.of("1.001", "KWD"), 1);
        assertThat(gateway.refund(odd)).isEqualTo(new Answer.Declined(null, "amount_not_supported"));
    }

    @Test
    void givenItWasDoneLongAgo_whenItIsAskedForAnewUnderAKeyThatIsForgotten_thenItIsFoundInstead() {
        gateway.refund(refund("refund-1", intent, "15.30"));
        assertThat(gateway.refund(refund("refund-1", intent, "15.30", 7))).isEqualTo(new Answer.Done("re_1"));
        Refund asIfNew = new Refund(
                "forgotten", StripeFixture.PAYMENT, new RefundId("refund-1"), intent, Money.of("15.30", "GBP"), 1);
        assertThat(gateway.refund(asIfNew)).isEqualTo(new Answer.Done("re_1"));
        assertThat(stripe.standIn.refunds()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "TOO_MANY"})
    void whenItSurelyHadNoEffect_thenItIsAskedForAgain(Fault fault) {
        stripe.standIn.fail("refunds", fault);
        assertThat(gateway.refund(refund("refund-1", intent, "5.00"))).isInstanceOf(Answer.Failed.class);
        assertThat(gateway.refund(refund("refund-1", intent, "5.00", 2))).isEqualTo(new Answer.Done("re_1"));
        assertThat(stripe.standIn.refunds()).hasSize(1);
    }

    @Test
    void givenAnErrorThatHadItsEffectAfterAll_whenItIsAskedForAgain_thenItIsFoundAndNotDoneTwice() {
        stripe.standIn.fail("refunds", Fault.ERROR_AFTER);
        assertThat(gateway.refund(refund("refund-1", intent, "5.00"))).isInstanceOf(Answer.Failed.class);
        assertThat(gateway.refund(refund("refund-1", intent, "5.00", 2))).isEqualTo(new Answer.Done("re_1"));
        assertThat(stripe.standIn.refunds()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFLICT", "BAD_GATEWAY", "LOST", "ANSWER_LOST", "SILENT"})
    void whenItMayHaveHadAnEffect_thenItIsOnlyLookedForAndInTheEndAskedForUnderTheSameKey(Fault fault) {
        Refund refund = refund("refund-1", intent, "5.00");
        stripe.standIn.fail("refunds", fault);
        assertThat(gateway.refund(refund)).isInstanceOf(Answer.NoAnswer.class);
        boolean done = fault == Fault.ANSWER_LOST || fault == Fault.SILENT;
        if (done) {
            assertThat(gateway.findRefund(refund)).contains(new Answer.Done("re_1"));
        } else {
            assertThat(gateway.findRefund(refund)).isEmpty();
        }
        // What is cut off stays so: as long as nobody can say, it stays under way.
        assertThat(gateway.concludeRefund(refund))
                .contains(fault == Fault.LOST ? new Answer.Pending() : new Answer.Done("re_1"));
        assertThat(stripe.standIn.refunds()).hasSize(fault == Fault.LOST ? 0 : 1);
    }

    @Test
    void whenStripeCannotBeAskedWhatBecameOfIt_thenNothingIsSaid() {
        stripe.standIn.fail("list of refunds", Fault.ERROR);
        assertThatExceptionOfType(ProviderUnavailable.class)
                .isThrownBy(() -> gateway.findRefund(refund("refund-1", intent, "5.00")));
    }
}
