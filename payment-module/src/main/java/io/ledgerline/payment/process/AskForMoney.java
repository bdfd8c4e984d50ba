package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.FailPayment;
import io.ledgerline.payment.api.PaymentCommand.RecordFailedAttempt;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the provider to capture a payment. */
@Component
class AskForMoney extends AskProvider {

    static final Kind<Question> KIND = new Kind<>("payment-capture", Question.class);

    AskForMoney(Providers providers, ProcessCommands commands, ProviderSettings settings, Clock clock) {
        super(providers, commands, settings, clock);
    }

    @Override
    public Kind<Question> kind() {
        return KIND;
    }

    @Override
    String operation() {
        return "capture";
    }

    @Override
    String process() {
        return PaymentExecution.NAME;
    }

    @Override
    Answer ask(PaymentGateway gateway, Question question) {
        return gateway.capture(capture(question));
    }

    @Override
    Optional<Answer> find(PaymentGateway gateway, Question question) {
        return gateway.findCapture(capture(question));
    }

    @Override
    Optional<Answer> conclude(PaymentGateway gateway, Question question) {
        return gateway.concludeCapture(capture(question));
    }

    private static Capture capture(Question question) {
        return new Capture(
                question.paymentId() + "/capture",
                question.paymentId(),
                question.amount(),
                Objects.requireNonNull(question.method()),
                question.attempt(),
                question.chargeReference());
    }

    @Override
    PaymentCommand done(Question question, String providerReference) {
        return new CapturePayment(question.paymentId(), providerReference);
    }

    @Override
    PaymentCommand declined(Question question, @Nullable String providerReference, String reason) {
        return new DeclinePayment(question.paymentId(), Objects.requireNonNullElse(providerReference, "none"), reason);
    }

    @Override
    PaymentCommand givenUp(Question question, String reason) {
        return new FailPayment(question.paymentId(), reason);
    }

    @Override
    PaymentCommand attemptFailed(Question question, String reason, boolean again) {
        return new RecordFailedAttempt(question.paymentId(), question.attempt(), reason, again);
    }
}
