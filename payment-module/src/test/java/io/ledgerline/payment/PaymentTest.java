package io.ledgerline.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
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
    void givenDeclined_whenCaptured_thenRefused() {
        payment.given(REQUESTED, DECLINED)
                .when(new CapturePayment(ID, "charge-1"))
                .expectNoEvents()
                .expectException(PaymentRejection.AlreadyDeclined.class);
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
    void stateIsTheSameAfterItWasStored() {
        payment.given(REQUESTED)
                .when(new CapturePayment(ID, "charge-1"))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }
}
