package io.ledgerline.payment.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.payment.Payments;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.process.PaymentGateway.CaptureResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class PaymentExecutionTest {

    private static final PaymentId ID = new PaymentId("pay-1");
    private static final Money AMOUNT = Money.of("15.30", "GBP");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final PaymentRequested REQUESTED = new PaymentRequested(ID, "75", AMOUNT, "sandbox", CARD);
    private static final PaymentCaptured CAPTURED = new PaymentCaptured(ID, "75", AMOUNT, "charge-1");

    private final InMemoryAggregates aggregates = Payments.inMemory();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final PaymentExecution execution =
            new PaymentExecution(List.of(gateway), new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5)));

    @Test
    void givenRequested_whenTheProviderCaptures_thenThePaymentIsCaptured() {
        requested();
        gateway.answers(() -> new CaptureResult.Captured("charge-1"));
        handle(REQUESTED);
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
        assertThat(gateway.asked).containsExactly(new PaymentGateway.Capture("pay-1/capture", ID, AMOUNT, CARD));
    }

    @Test
    void givenRequested_whenTheProviderDeclines_thenThePaymentIsDeclined() {
        requested();
        gateway.answers(() -> new CaptureResult.Declined("charge-1", "no money"));
        handle(REQUESTED);
        assertThat(aggregates.events())
                .containsExactly(REQUESTED, new PaymentDeclined(ID, "75", AMOUNT, "charge-1", "no money"));
    }

    @Test
    void givenRequested_whenTheProviderWillTellLater_thenThePaymentWaits() {
        requested();
        gateway.answers(() -> new CaptureResult.Pending("charge-1"));
        handle(REQUESTED);
        assertThat(aggregates.events()).containsExactly(REQUESTED);
    }

    @Test
    void whenTheProviderCantBeReached_thenTheEventFailsAndIsTriedAgain() {
        requested();
        gateway.answers(() -> {
            throw new IllegalStateException("no route to provider");
        });
        gateway.answers(() -> new CaptureResult.Captured("charge-1"));
        assertThatIllegalStateException().isThrownBy(() -> handle(REQUESTED));
        handle(REQUESTED);
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
    }

    @Test
    void givenACrashAfterTheCapture_whenTheEventComesAgain_thenTheSameIsAskedAndNothingElseHappens() {
        requested();
        gateway.answers(() -> new CaptureResult.Captured("charge-1"));
        gateway.answers(() -> new CaptureResult.Captured("charge-1"));
        handle(REQUESTED);
        handle(REQUESTED);
        assertThat(aggregates.events()).containsExactly(REQUESTED, CAPTURED);
        assertThat(gateway.asked)
                .extracting(PaymentGateway.Capture::idempotencyKey)
                .containsExactly("pay-1/capture", "pay-1/capture");
    }

    @Test
    void givenPaidElsewhere_thenNobodyIsAsked() {
        aggregates.send(new ImportPayment(ID, "536365", AMOUNT, "import", "invoice-536365"));
        handle((PaymentRequested) aggregates.events().get(0));
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
    void whenTheProviderContradictsItself_thenTheEventFails() {
        requested();
        gateway.answers(() -> new CaptureResult.Captured("charge-1"));
        gateway.answers(() -> new CaptureResult.Captured("charge-2"));
        handle(REQUESTED);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> handle(REQUESTED));
    }

    private void requested() {
        aggregates.send(new RequestPayment(ID, "75", AMOUNT, CARD));
    }

    private void handle(PaymentRequested requested) {
        EventMessage<PaymentRequested> event = new GenericEventMessage<>(requested);
        execution.on(event.getPayload(), event);
    }

    private static class ScriptedGateway implements PaymentGateway {

        final List<Capture> asked = new ArrayList<>();
        final Deque<Supplier<CaptureResult>> answers = new ArrayDeque<>();

        void answers(Supplier<CaptureResult> answer) {
            answers.add(answer);
        }

        @Override
        public String provider() {
            return "sandbox";
        }

        @Override
        public CaptureResult capture(Capture capture) {
            asked.add(capture);
            return answers.remove().get();
        }
    }
}
