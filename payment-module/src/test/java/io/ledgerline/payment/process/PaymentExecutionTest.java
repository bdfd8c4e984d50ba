package io.ledgerline.payment.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.process.Decision;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.ManualAlarms;
import io.ledgerline.payment.Payments;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
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
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

/**
 * The steps between a payment and its provider.
 *
 * <pre>
 * on               | happy path | compensation        | deadline           | duplicate | late
 * PaymentRequested | captured   | declined, or failed | no answer → failed | same key  | money after the failure; notice before the answer
 * RefundRequested  | given back | declined            | no answer → failed | same key  | notice before the answer
 * </pre>
 */
class PaymentExecutionTest {

    private static final PaymentId ID = new PaymentId("pay-1");
    private static final Money AMOUNT = Money.of("15.30", "GBP");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final PaymentRequested REQUESTED = new PaymentRequested(ID, "75", AMOUNT, "sandbox", CARD);
    private static final PaymentCaptured CAPTURED = new PaymentCaptured(ID, "75", AMOUNT, "charge-1");
    private static final Capture CAPTURE = new Capture("pay-1/capture", ID, AMOUNT, CARD, 1, null);
    private static final Answer DONE = new Answer.Done("charge-1");
    private static final RefundId REFUND = new RefundId("refund-1");
    private static final RefundRequested REFUND_REQUESTED = new RefundRequested(
            ID, "75", REFUND, AMOUNT, new ProviderCharge("sandbox", "charge-1"), Reason.of("broken"));

    private static final Decision DECISION =
            new Decision("ada", "takes too long", "request-1", "0e0d0f2a-0000-4000-8000-000000000001");

    private static final ProviderSettings SETTINGS =
            new ProviderSettings(Duration.ofSeconds(30), 3, Duration.ofMillis(500));

    private final InMemoryAggregates aggregates = Payments.inMemory();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final ManualAlarms alarms = new ManualAlarms();
    private final Providers providers = new Providers(List.of(gateway));
    private final PaymentExecution execution = new PaymentExecution(providers, alarms);

    PaymentExecutionTest() {
        ProcessCommands commands = new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5));
        alarms.register(new AskForMoney(providers, commands, SETTINGS, alarms.clock()));
        alarms.register(new AskForRefund(providers, commands, SETTINGS, alarms.clock()));
    }

    @Test
    void givenRequested_whenTheProviderCaptures_thenThePaymentIsCaptured() {
        requested();
        gateway.answers(DONE);
        passes(Duration.ZERO);
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
        assertThat(gateway.asked).containsExactly(CAPTURE);
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void givenRequested_whenTheProviderDeclines_thenThePaymentIsDeclined() {
        requested();
        gateway.answers(new Answer.Declined("charge-1", "no money"));
        passes(Duration.ZERO);
        assertThat(aggregates.events())
                .containsExactly(REQUESTED, new PaymentDeclined(ID, "75", AMOUNT, "charge-1", "no money"));
    }

    @Test
    void whenTheProviderCantNow_thenItIsAskedAgainWithTheSameKeyLaterEachTime() {
        requested();
        gateway.answers(new Answer.Failed("busy"));
        gateway.fails();
        gateway.answers(DONE);
        passes(Duration.ZERO);
        assertThat(gateway.asked).hasSize(1);
        passes(Duration.ofMillis(500));
        assertThat(gateway.asked).hasSize(2);
        passes(Duration.ofMillis(999));
        assertThat(gateway.asked).hasSize(2);
        passes(Duration.ofMillis(1));
        assertThat(gateway.asked).containsExactly(CAPTURE, attempt(2), attempt(3));
        assertThat(aggregates.events())
                .containsExactly(
                        REQUESTED,
                        new AttemptFailed(ID, "75", 1, "busy", true),
                        new AttemptFailed(ID, "75", 2, "not_reached", true),
                        CAPTURED);
    }

    @Test
    void whenTheProviderNeverCan_thenItIsAskedABoundedNumberOfTimesAndThePaymentFails() {
        requested();
        for (int i = 0; i < SETTINGS.maxAttempts(); i++) {
            gateway.answers(new Answer.Failed("busy"));
        }
        passes(Duration.ofMinutes(1));
        assertThat(gateway.asked).hasSize(SETTINGS.maxAttempts());
        assertThat(aggregates.events())
                .containsExactly(
                        REQUESTED,
                        new AttemptFailed(ID, "75", 1, "busy", true),
                        new AttemptFailed(ID, "75", 2, "busy", true),
                        new AttemptFailed(ID, "75", 3, "busy", false),
                        new PaymentFailed(ID, "75", AMOUNT, "provider_unavailable"));
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void whenSomebodyGivesUpAsking_thenTheProviderIsToldToLetItBeAndThePaymentHasFailedInTheirName() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ZERO);

        alarms.giveUp(DECISION);

        assertThat(gateway.concluded).containsExactly(CAPTURE);
        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "abandoned"));
    }

    @Test
    void whenSomebodyGivesUpAskingTwice_thenThePaymentHasFailedOnce() {
        requested();
        alarms.giveUp(DECISION);
        execution.on(REQUESTED, new GenericEventMessage<>(REQUESTED));
        alarms.giveUp(DECISION);

        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "abandoned"));
    }

    @Test
    void whenSomebodyGivesUpAskingForWhatWasCaptured_thenThePaymentIsCaptured() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ZERO);
        gateway.conclusion = Optional.of(DONE);

        alarms.giveUp(DECISION);

        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void whenSomebodyGivesUpAskingAProviderThatIsGone_thenThePaymentHasFailed() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ZERO);
        gateway.booksClosed = true;

        alarms.giveUp(DECISION);

        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "abandoned"));
    }

    @Test
    void whenSomebodyGivesUpARefund_thenItHasFailed() {
        refundRequested();

        alarms.giveUp(DECISION);

        assertThat(aggregates.events()).endsWith(new RefundFailed(ID, "75", REFUND, AMOUNT, "abandoned"));
    }

    @Test
    void whenTheProviderNeverAnswers_thenThePaymentFailsAtTheDeadlineAndNotBefore() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ofMillis(29_999));
        assertThat(aggregates.events()).containsExactly(REQUESTED);
        passes(Duration.ofMillis(1));
        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "no_answer"));
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void whenTheAnswerIsLost_thenItIsFoundInTheProvidersBooks() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        gateway.books = Optional.of(DONE);
        passes(Duration.ofSeconds(1));
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void whenNobodyCanTellWhatBecameOfIt_thenThePaymentWaitsBeyondTheDeadline() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        gateway.books = Optional.of(new Answer.Pending());
        passes(Duration.ofMinutes(5));
        assertThat(aggregates.events()).containsExactly(REQUESTED);
        gateway.books = Optional.of(DONE);
        passes(Duration.ofMinutes(1));
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void whenTheProviderOnlyBegins_thenItIsAskedAgainWithWhatItHasBegun() {
        requested();
        gateway.answers(new Answer.Begun("charge-1"));
        gateway.answers(new Answer.Failed("busy"));
        gateway.answers(DONE);
        passes(Duration.ofSeconds(2));
        assertThat(gateway.asked)
                .containsExactly(
                        CAPTURE,
                        new Capture("pay-1/capture", ID, AMOUNT, CARD, 1, "charge-1"),
                        new Capture("pay-1/capture", ID, AMOUNT, CARD, 2, "charge-1"));
        assertThat(aggregates.events())
                .containsExactly(REQUESTED, new AttemptFailed(ID, "75", 1, "busy", true), CAPTURED);
    }

    @Test
    void whenItIsGivenUp_thenTheProviderIsToldBeforeThePaymentFails() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ofSeconds(29));
        assertThat(gateway.concluded).isEmpty();
        passes(Duration.ofSeconds(1));
        assertThat(gateway.concluded).containsExactly(CAPTURE);
        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "no_answer"));
    }

    @Test
    void whenItTurnsOutAtTheLastMomentThatTheMoneyWasTaken_thenItIsTakenDown() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        gateway.conclusion = Optional.of(DONE);
        passes(Duration.ofSeconds(30));
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void whenTheProviderCannotSayAtTheLastMoment_thenThePaymentWaits() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        gateway.conclusion = Optional.of(new Answer.Pending());
        passes(Duration.ofMinutes(5));
        assertThat(aggregates.events()).containsExactly(REQUESTED);
        gateway.conclusion = Optional.empty();
        passes(Duration.ofMinutes(1));
        assertThat(aggregates.events()).containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "no_answer"));
    }

    @Test
    void whenANoticeComesFirst_thenTheDeadlineIsCancelled() {
        requested();
        gateway.answers(new Answer.Pending());
        passes(Duration.ZERO);
        aggregates.send(new CapturePayment(ID, "charge-1"));
        execution.on(CAPTURED);
        assertThat(alarms.waiting()).isZero();
        passes(Duration.ofMinutes(1));
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void givenFailed_whenTheMoneyComesAfterAll_thenItIsTakenDown() {
        requested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ofSeconds(31));
        aggregates.send(new CapturePayment(ID, "charge-1"));
        assertThat(aggregates.events())
                .containsExactly(REQUESTED, new PaymentFailed(ID, "75", AMOUNT, "no_answer"), CAPTURED);
    }

    @Test
    void givenACrashAfterTheCapture_whenTheEventComesAgain_thenTheSameIsAskedAndNothingElseHappens() {
        requested();
        gateway.answers(DONE);
        gateway.answers(DONE);
        passes(Duration.ZERO);
        handle(REQUESTED);
        passes(Duration.ZERO);
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
        assertThat(gateway.asked).containsExactly(CAPTURE, CAPTURE);
    }

    @Test
    void whenTheProviderFailsOften_thenItIsLeftAloneAndNoPaymentIsLost() {
        for (int i = 0; i < 40; i++) {
            PaymentId id = new PaymentId("many-" + i);
            aggregates.send(new RequestPayment(id, "75", AMOUNT, CARD));
            gateway.answers(i < 20 ? new Answer.Failed("down") : DONE);
            handle(new PaymentRequested(id, "75", AMOUNT, "sandbox", CARD));
        }
        passes(Duration.ZERO);
        assertThat(gateway.asked).hasSize(20);
    }

    @Test
    void givenPaidElsewhere_thenNobodyIsAsked() {
        aggregates.send(new ImportPayment(ID, "536365", AMOUNT, "import", "invoice-536365"));
        handle((PaymentRequested) aggregates.events().get(0));
        passes(Duration.ofMinutes(1));
        assertThat(gateway.asked).isEmpty();
        assertThat(aggregates.events()).hasSize(2);
    }

    @Test
    void givenAProviderThatNobodySpeaksTo_thenTheEventFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> handle(new PaymentRequested(ID, "75", AMOUNT, "gone", CARD)))
                .withMessageContaining("gone");
    }

    @Test
    void whenARefundIsRequested_thenTheProviderGivesTheMoneyBack() {
        refundRequested();
        gateway.answers(new Answer.Done("back-1"));
        passes(Duration.ZERO);
        assertThat(gateway.asked)
                .containsExactly(new Refund("pay-1/refund/refund-1", ID, REFUND, "charge-1", AMOUNT, 1));
        assertThat(aggregates.events())
                .endsWith(REFUND_REQUESTED, new PaymentRefunded(ID, "75", REFUND, AMOUNT, "back-1"));
    }

    @Test
    void whenARefundIsDeclined_thenItFailsWithTheReason() {
        refundRequested();
        gateway.answers(new Answer.Declined(null, "card_closed"));
        passes(Duration.ZERO);
        assertThat(aggregates.events()).endsWith(new RefundFailed(ID, "75", REFUND, AMOUNT, "card_closed"));
    }

    @Test
    void whenARefundsAnswerIsLost_thenItIsFoundInTheProvidersBooks() {
        refundRequested();
        gateway.answers(new Answer.NoAnswer());
        gateway.books = Optional.of(new Answer.Done("back-1"));
        passes(Duration.ofSeconds(1));
        assertThat(aggregates.events()).endsWith(new PaymentRefunded(ID, "75", REFUND, AMOUNT, "back-1"));
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void whenARefundIsNeverAnswered_thenItFailsAtTheDeadline() {
        refundRequested();
        gateway.answers(new Answer.NoAnswer());
        passes(Duration.ofSeconds(31));
        assertThat(aggregates.events()).endsWith(new RefundFailed(ID, "75", REFUND, AMOUNT, "no_answer"));
    }

    @Test
    void givenACrashAfterTheRefund_whenTheEventComesAgain_thenTheSameIsAskedAndNothingElseHappens() {
        refundRequested();
        gateway.answers(new Answer.Done("back-1"));
        gateway.answers(new Answer.Done("back-1"));
        passes(Duration.ZERO);
        handle(REFUND_REQUESTED);
        passes(Duration.ZERO);
        Refund asked = new Refund("pay-1/refund/refund-1", ID, REFUND, "charge-1", AMOUNT, 1);
        assertThat(gateway.asked).containsExactly(asked, asked);
        assertThat(aggregates.events())
                .endsWith(REFUND_REQUESTED, new PaymentRefunded(ID, "75", REFUND, AMOUNT, "back-1"));
    }

    @Test
    void whenANoticeOfARefundComesFirst_thenTheDeadlineIsCancelled() {
        refundRequested();
        gateway.answers(new Answer.Pending());
        passes(Duration.ZERO);
        aggregates.send(new CompleteRefund(ID, REFUND, "back-1"));
        PaymentRefunded refunded = new PaymentRefunded(ID, "75", REFUND, AMOUNT, "back-1");
        execution.on(refunded);
        assertThat(alarms.waiting()).isZero();
        passes(Duration.ofMinutes(1));
        assertThat(aggregates.events()).endsWith(REFUND_REQUESTED, refunded);
    }

    private static Capture attempt(int attempt) {
        return new Capture("pay-1/capture", ID, AMOUNT, CARD, attempt, null);
    }

    private void requested() {
        aggregates.send(new RequestPayment(ID, "75", AMOUNT, CARD));
        handle(REQUESTED);
    }

    private void refundRequested() {
        aggregates.send(new RequestPayment(ID, "75", AMOUNT, CARD));
        aggregates.send(new CapturePayment(ID, "charge-1"));
        aggregates.send(new RequestRefund(ID, REFUND, AMOUNT, "broken"));
        handle(REFUND_REQUESTED);
    }

    private void handle(RefundRequested requested) {
        EventMessage<RefundRequested> event = new GenericEventMessage<>(requested);
        execution.on(event.getPayload(), at(event));
    }

    private void handle(PaymentRequested requested) {
        EventMessage<PaymentRequested> event = new GenericEventMessage<>(requested);
        execution.on(event.getPayload(), at(event));
    }

    private <T> EventMessage<T> at(EventMessage<T> event) {
        return new GenericEventMessage<>(event.getIdentifier(), event.getPayload(), event.getMetaData(), alarms.now());
    }

    private void passes(Duration time) {
        alarms.pass(time);
    }
}
