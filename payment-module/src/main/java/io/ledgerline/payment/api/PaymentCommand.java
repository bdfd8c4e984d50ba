package io.ledgerline.payment.api;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.WithReason;
import java.util.function.UnaryOperator;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a payment. */
public sealed interface PaymentCommand {

    PaymentId paymentId();

    @TargetAggregateIdentifier
    default String streamId() {
        return paymentId().stream();
    }

    /**
     * @param reference what is paid for: an order's id, though a payment knows nothing of orders
     */
    record RequestPayment(PaymentId paymentId, String reference, Money amount, PaymentMethod method)
            implements PaymentCommand {}

    /**
     * @param amount what was taken; null if whoever reports it has asked for the payment's amount and for no other
     */
    record CapturePayment(
            PaymentId paymentId,
            String providerReference,
            @Nullable Money amount) implements PaymentCommand {

        public CapturePayment(PaymentId paymentId, String providerReference) {
            this(paymentId, providerReference, null);
        }
    }

    /**
     * @param reason the provider's, for people
     */
    record DeclinePayment(PaymentId paymentId, String providerReference, String reason) implements PaymentCommand {}

    /** Records money that was paid elsewhere, before Ledgerline knew of it. */
    record ImportPayment(PaymentId paymentId, String reference, Money amount, String provider, String providerReference)
            implements PaymentCommand {}

    /**
     * The provider was asked and could not answer.
     *
     * @param attempt from 1
     * @param again whether it is asked once more
     */
    record RecordFailedAttempt(PaymentId paymentId, int attempt, String reason, boolean again)
            implements PaymentCommand {}

    /** Nobody waits for the money any more. Only a payment that is still open fails. */
    record FailPayment(PaymentId paymentId, String reason) implements PaymentCommand {}

    /**
     * @param reason why the customer gets it back
     */
    record RequestRefund(PaymentId paymentId, RefundId refundId, Money amount, String reason)
            implements PaymentCommand, WithReason {

        @Override
        public RequestRefund withReason(UnaryOperator<String> form) {
            return new RequestRefund(paymentId, refundId, amount, form.apply(reason));
        }
    }

    record CompleteRefund(PaymentId paymentId, RefundId refundId, String providerReference) implements PaymentCommand {}

    record FailRefund(PaymentId paymentId, RefundId refundId, String reason) implements PaymentCommand {}

    /** The provider says that it has paid back this much, but not which refund that was. */
    record AcknowledgeRefund(PaymentId paymentId, String providerReference, Money amount) implements PaymentCommand {}
}
