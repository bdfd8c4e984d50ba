package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the provider to give back what was captured. */
@Component
class AskForRefund extends AskProvider {

    static final Kind<Question> KIND = new Kind<>("payment-refund", Question.class);

    AskForRefund(Providers providers, ProcessCommands commands, ProviderSettings settings, Clock clock) {
        super(providers, commands, settings, clock);
    }

    @Override
    public Kind<Question> kind() {
        return KIND;
    }

    @Override
    String operation() {
        return "refund";
    }

    @Override
    String process() {
        return PaymentExecution.NAME;
    }

    @Override
    Answer ask(PaymentGateway gateway, Question question) {
        return gateway.refund(refund(question));
    }

    @Override
    Optional<Answer> find(PaymentGateway gateway, Question question) {
        return gateway.findRefund(refund(question));
    }

    @Override
    Optional<Answer> conclude(PaymentGateway gateway, Question question) {
        return gateway.concludeRefund(refund(question));
    }

    private static Refund refund(Question question) {
        return new Refund(
                question.paymentId() + "/refund/" + refundId(question),
                question.paymentId(),
                refundId(question),
                Objects.requireNonNull(question.chargeReference()),
                question.amount(),
                question.attempt());
    }

    @Override
    PaymentCommand done(Question question, String providerReference) {
        return new CompleteRefund(question.paymentId(), refundId(question), providerReference);
    }

    @Override
    PaymentCommand declined(Question question, @Nullable String providerReference, String reason) {
        return new FailRefund(question.paymentId(), refundId(question), reason);
    }

    @Override
    PaymentCommand givenUp(Question question, String reason) {
        return new FailRefund(question.paymentId(), refundId(question), reason);
    }

    @Override
    @Nullable
    PaymentCommand attemptFailed(Question question, String reason, boolean again) {
        return null;
    }

    private static RefundId refundId(Question question) {
        return Objects.requireNonNull(question.refundId());
    }
}
