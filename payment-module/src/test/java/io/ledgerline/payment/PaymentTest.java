package io.ledgerline.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.GoldenState;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.payment.api.PaymentCommand.AcknowledgeRefund;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.FailPayment;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RecordFailedAttempt;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
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
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentTest {

    private static final PaymentId ID = new PaymentId("pay-1");
    private static final Money AMOUNT = Money.of("15.30", "GBP");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final RequestPayment REQUEST = new RequestPayment(ID, "75", AMOUNT, CARD);
    private static final PaymentRequested REQUESTED = new PaymentRequested(ID, "75", AMOUNT, "sandbox", CARD);
    private static final PaymentCaptured CAPTURED = new PaymentCaptured(ID, "75", AMOUNT, "charge-1");
    private static final PaymentDeclined DECLINED = new PaymentDeclined(ID, "75", AMOUNT, "charge-1", "no money");
    private static final PaymentFailed FAILED = new PaymentFailed(ID, "75", AMOUNT, "no_answer");
    private static final Money TEN = Money.of("10.00", "GBP");
    private static final Money FIVE = Money.of("5.00", "GBP");
    private static final RefundId REFUND = new RefundId("refund-1");
    private static final RequestRefund REFUND_TEN = new RequestRefund(ID, REFUND, TEN, "broken");
    private static final RefundRequested TEN_REQUESTED =
            new RefundRequested(ID, "75", REFUND, TEN, new ProviderCharge("sandbox", "charge-1"), Reason.of("broken"));
    private static final PaymentRefunded TEN_REFUNDED = new PaymentRefunded(ID, "75", REFUND, TEN, "back-1");
    private static final ImportPayment IMPORT = new ImportPayment(ID, "536365", AMOUNT, "import", "invoice-536365");

    private final AggregateTestFixture<Payment> payment = new AggregateTestFixture<>(Payment.class);

    @BeforeEach
    void moneyIsAskedOfTheSandbox() {
        payment.registerInjectableResource(new PaymentSettings("sandbox"));
    }

    @Test
    void givenNothing_whenRequested_thenItIsOfTheConfiguredProvider() {
        payment.givenNoPriorActivity().when(REQUEST).expectEvents(REQUESTED).expectResultMessagePayload(0L);
    }

    @Test
    void givenRequested_whenRequestedAgain_thenNothingHappens() {
        payment.given(REQUESTED).when(REQUEST).expectNoEvents().expectResultMessagePayload(0L);
    }

    @Test
    void givenCaptured_whenRequestedAgain_thenNothingHappens() {
        payment.given(REQUESTED, CAPTURED).when(REQUEST).expectNoEvents().expectResultMessagePayload(1L);
    }

    @Test
    void givenRequested_whenRequestedForSomethingElse_thenPaymentExists() {
        payment.given(REQUESTED)
                .when(new RequestPayment(ID, "76", AMOUNT, CARD))
                .expectNoEvents()
                .expectException(PaymentRejection.PaymentExists.class);
    }

    @Test
    void givenRequested_whenRequestedForAnotherAmount_thenPaymentExists() {
        payment.given(REQUESTED)
                .when(new RequestPayment(ID, "75", Money.of("15.31", "GBP"), CARD))
                .expectNoEvents()
                .expectException(PaymentRejection.PaymentExists.class);
    }

    @Test
    void givenRequested_whenCaptured_thenItIs() {
        payment.given(REQUESTED).when(new CapturePayment(ID, "charge-1")).expectEvents(CAPTURED);
    }

    @Test
    void givenCaptured_whenTheSameCaptureIsReportedAgain_thenNothingHappens() {
        payment.given(REQUESTED, CAPTURED)
                .when(new CapturePayment(ID, "charge-1"))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void givenCaptured_whenAnotherCaptureIsReported_thenRefused() {
        payment.given(REQUESTED, CAPTURED)
                .when(new CapturePayment(ID, "charge-2"))
                .expectNoEvents()
                .expectException(PaymentRejection.AlreadyCaptured.class);
    }

    @Test
    void givenDeclined_whenItIsCapturedAfterAll_thenItIsCaptured() {
        payment.given(REQUESTED, DECLINED)
                .when(new CapturePayment(ID, "charge-1", AMOUNT))
                .expectEvents(CAPTURED);
    }

    @Test
    void givenDeclinedAndCapturedAfterAll_whenTheDeclineIsReportedAgain_thenItStaysCaptured() {
        payment.given(REQUESTED, DECLINED, CAPTURED)
                .when(new DeclinePayment(ID, "charge-1", "no money"))
                .expectNoEvents()
                .expectException(PaymentRejection.AlreadyCaptured.class);
    }

    @Test
    void givenDeclined_whenACaptureOfAnotherAmountIsReported_thenRefused() {
        payment.given(REQUESTED, DECLINED)
                .when(new CapturePayment(ID, "charge-1", Money.of("15.31", "GBP")))
                .expectNoEvents()
                .expectException(PaymentRejection.AnotherAmount.class);
    }

    @Test
    void givenDeclinedAndCapturedAfterAll_whenARefundIsRequested_thenItIs() {
        payment.given(REQUESTED, DECLINED, CAPTURED).when(REFUND_TEN).expectEvents(TEN_REQUESTED);
    }

    @Test
    void givenRequested_whenDeclined_thenItIs() {
        payment.given(REQUESTED)
                .when(new DeclinePayment(ID, "charge-1", "no money"))
                .expectEvents(DECLINED);
    }

    @Test
    void givenDeclined_whenDeclinedAgain_thenNothingHappens() {
        payment.given(REQUESTED, DECLINED)
                .when(new DeclinePayment(ID, "charge-1", "no money"))
                .expectNoEvents();
    }

    @Test
    void givenCaptured_whenDeclined_thenRefused() {
        payment.given(REQUESTED, CAPTURED)
                .when(new DeclinePayment(ID, "charge-1", "no money"))
                .expectNoEvents()
                .expectException(PaymentRejection.AlreadyCaptured.class);
    }

    @Test
    void givenNothing_whenCaptured_thenThereIsNoSuchPayment() {
        payment.givenNoPriorActivity()
                .when(new CapturePayment(ID, "charge-1"))
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenNothing_whenImported_thenItIsRequestedAndCapturedElsewhere() {
        payment.givenNoPriorActivity()
                .when(IMPORT)
                .expectEvents(
                        new PaymentRequested(ID, "536365", AMOUNT, "import", null),
                        new PaymentCaptured(ID, "536365", AMOUNT, "invoice-536365"))
                .expectResultMessagePayload(1L);
    }

    @Test
    void givenImported_whenImportedAgain_thenNothingHappens() {
        payment.givenCommands(IMPORT).when(IMPORT).expectNoEvents().expectResultMessagePayload(1L);
    }

    @Test
    void givenRequested_whenImported_thenPaymentExists() {
        payment.given(REQUESTED).when(IMPORT).expectNoEvents().expectException(PaymentRejection.PaymentExists.class);
    }

    @Test
    void givenRequested_whenAnAttemptFails_thenItIsCounted() {
        payment.given(REQUESTED)
                .when(new RecordFailedAttempt(ID, 1, "busy", true))
                .expectEvents(new AttemptFailed(ID, "75", 1, "busy", true));
    }

    @Test
    void givenAFailedAttempt_whenItIsReportedAgain_thenItIsCountedOnce() {
        payment.given(REQUESTED, new AttemptFailed(ID, "75", 1, "busy", true))
                .when(new RecordFailedAttempt(ID, 1, "busy", true))
                .expectNoEvents();
    }

    @Test
    void givenRequested_whenNobodyAnswers_thenItFails() {
        payment.given(REQUESTED).when(new FailPayment(ID, "no_answer")).expectEvents(FAILED);
    }

    @Test
    void givenCaptured_whenItFailsLate_thenItStaysCaptured() {
        payment.given(REQUESTED, CAPTURED)
                .when(new FailPayment(ID, "no_answer"))
                .expectNoEvents();
    }

    @Test
    void givenFailed_whenItIsCapturedAfterAll_thenItIsCaptured() {
        payment.given(REQUESTED, FAILED)
                .when(new CapturePayment(ID, "charge-1"))
                .expectEvents(CAPTURED);
    }

    @Test
    void givenFailed_whenItIsDeclinedLate_thenNothingHappens() {
        payment.given(REQUESTED, FAILED)
                .when(new DeclinePayment(ID, "charge-1", "no money"))
                .expectNoEvents();
    }

    @Test
    void givenRequested_whenACaptureOfAnotherAmountIsReported_thenRefused() {
        payment.given(REQUESTED)
                .when(new CapturePayment(ID, "charge-1", Money.of("15.31", "GBP")))
                .expectNoEvents()
                .expectException(PaymentRejection.AnotherAmount.class);
    }

    @Test
    void givenCaptured_whenARefundIsRequested_thenItIs() {
        payment.given(REQUESTED, CAPTURED).when(REFUND_TEN).expectEvents(TEN_REQUESTED);
    }

    @Test
    void givenARefund_whenItIsRequestedAgain_thenNothingHappens() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED).when(REFUND_TEN).expectNoEvents();
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED, TEN_REFUNDED)
                .when(REFUND_TEN)
                .expectNoEvents();
    }

    @Test
    void givenARefundUnderWay_whenMoreThanTheRestIsRequested_thenItExceedsWhatWasCaptured() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED)
                .when(new RequestRefund(ID, new RefundId("refund-2"), Money.of("5.31", "GBP"), "again"))
                .expectNoEvents()
                .expectException(PaymentRejection.ExceedsCaptured.class);
    }

    @Test
    void givenAFailedRefund_whenAllIsRequested_thenItIsThereToRefund() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED, new RefundFailed(ID, "75", REFUND, TEN, "card_closed"))
                .when(new RequestRefund(ID, new RefundId("refund-2"), AMOUNT, "again"))
                .expectEvents(new RefundRequested(
                        ID,
                        "75",
                        new RefundId("refund-2"),
                        AMOUNT,
                        new ProviderCharge("sandbox", "charge-1"),
                        Reason.of("again")));
    }

    @Test
    void givenRequested_whenARefundIsRequested_thenThereIsNothingToRefund() {
        payment.given(REQUESTED).when(REFUND_TEN).expectNoEvents().expectException(PaymentRejection.NotCaptured.class);
    }

    @Test
    void givenCaptured_whenNothingOrAnotherCurrencyIsRefunded_thenRefused() {
        payment.given(REQUESTED, CAPTURED)
                .when(new RequestRefund(ID, REFUND, Money.of("0", "GBP"), "nothing"))
                .expectException(PaymentRejection.NothingToRefund.class);
        payment.given(REQUESTED, CAPTURED)
                .when(new RequestRefund(ID, REFUND, Money.of("1", "EUR"), "euros"))
                .expectException(PaymentRejection.CurrencyMismatch.class);
    }

    @Test
    void givenImported_whenARefundIsRequested_thenItIsTakenDownAsDone() {
        payment.givenCommands(IMPORT)
                .when(REFUND_TEN)
                .expectEvents(new PaymentRefunded(ID, "536365", REFUND, TEN, REFUND.value()));
    }

    @Test
    void givenImportedAndRefunded_whenTheSameRefundIsRequestedAgain_thenNothingHappens() {
        payment.givenCommands(IMPORT, REFUND_TEN).when(REFUND_TEN).expectNoEvents();
    }

    @Test
    void givenImportedAndRefunded_whenMoreThanIsLeftIsRequested_thenItIsRefused() {
        payment.givenCommands(IMPORT, REFUND_TEN)
                .when(new RequestRefund(ID, new RefundId("refund-2"), Money.of("5.31", "GBP"), "late"))
                .expectNoEvents()
                .expectException(PaymentRejection.ExceedsCaptured.class);
    }

    @Test
    void givenARefundUnderWay_whenItIsDone_thenItIsRefundedOnce() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED)
                .when(new CompleteRefund(ID, REFUND, "back-1"))
                .expectEvents(TEN_REFUNDED);
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED, TEN_REFUNDED)
                .when(new CompleteRefund(ID, REFUND, "back-1"))
                .expectNoEvents();
    }

    @Test
    void givenARefundUnderWay_whenANoticeSaysThatItIsDone_thenItIsRefundedOnce() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED)
                .when(new AcknowledgeRefund(ID, "back-1", TEN))
                .expectEvents(TEN_REFUNDED);
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED, TEN_REFUNDED)
                .when(new AcknowledgeRefund(ID, "back-1", TEN))
                .expectNoEvents();
    }

    @Test
    void givenTwoRefundsOfTheSameAmount_whenTheNoticeOfTheFirstComesTwice_thenTheSecondIsStillUnderWay() {
        payment.given(
                        REQUESTED,
                        new PaymentCaptured(ID, "75", AMOUNT, "charge-1"),
                        new RefundRequested(
                                ID, "75", REFUND, FIVE, new ProviderCharge("sandbox", "charge-1"), Reason.of("broken")),
                        new RefundRequested(
                                ID,
                                "75",
                                new RefundId("refund-2"),
                                FIVE,
                                new ProviderCharge("sandbox", "charge-1"),
                                Reason.of("too")),
                        new PaymentRefunded(ID, "75", REFUND, FIVE, "back-1"))
                .when(new AcknowledgeRefund(ID, "back-1", FIVE))
                .expectNoEvents();
    }

    @Test
    void givenARefundUnderWay_whenItFails_thenItFailsOnce() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED)
                .when(new FailRefund(ID, REFUND, "card_closed"))
                .expectEvents(new RefundFailed(ID, "75", REFUND, TEN, "card_closed"));
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED, TEN_REFUNDED)
                .when(new FailRefund(ID, REFUND, "card_closed"))
                .expectNoEvents();
    }

    @Test
    void stateOfThisRevisionHasThisShape() {
        GoldenState.matches(Payment.class);
    }

    @Test
    void stateWithRefundsIsTheSameAfterItWasStored() {
        payment.given(REQUESTED, CAPTURED, TEN_REQUESTED)
                .when(new CompleteRefund(ID, REFUND, "back-1"))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        payment.given(REQUESTED)
                .when(new CapturePayment(ID, "charge-1"))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }
}
