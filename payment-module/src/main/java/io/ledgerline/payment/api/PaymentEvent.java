package io.ledgerline.payment.api;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Reason;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to a payment. Stored as {@code payment.<name>}. */
public sealed interface PaymentEvent {

    PaymentId paymentId();

    String reference();

    /**
     * @param provider who is asked for the money
     * @param method null if the money was paid elsewhere
     */
    @Revision("1")
    record PaymentRequested(
            PaymentId paymentId,
            String reference,
            Money amount,
            String provider,
            @Nullable PaymentMethod method) implements PaymentEvent {}

    @Revision("1")
    record PaymentCaptured(PaymentId paymentId, String reference, Money amount, String providerReference)
            implements PaymentEvent {}

    @Revision("1")
    record PaymentDeclined(PaymentId paymentId, String reference, Money amount, String providerReference, String reason)
            implements PaymentEvent {}

    /**
     * The provider was asked and could not answer.
     *
     * @param attempt from 1
     * @param again whether it is asked once more
     */
    @Revision("1")
    record AttemptFailed(PaymentId paymentId, String reference, int attempt, String reason, boolean again)
            implements PaymentEvent {}

    /**
     * The provider never answered, and has taken nothing as far as it can tell. If money comes after all, that is
     * another event.
     *
     * @param reason {@code no_answer}, {@code provider_unavailable} or {@code abandoned}
     */
    @Revision("1")
    record PaymentFailed(PaymentId paymentId, String reference, Money amount, String reason) implements PaymentEvent {}

    /**
     * From now on this amount is on its way back.
     *
     * @param charge that it comes from
     * @param reason why the customer gets it back
     */
    @Revision("2")
    record RefundRequested(
            PaymentId paymentId,
            String reference,
            RefundId refundId,
            Money amount,
            ProviderCharge charge,
            Reason reason)
            implements PaymentEvent {}

    /**
     * @param providerReference the provider's name for the refund; the refund's own id if the money was paid elsewhere,
     *     where nobody is asked
     */
    @Revision("1")
    record PaymentRefunded(
            PaymentId paymentId, String reference, RefundId refundId, Money amount, String providerReference)
            implements PaymentEvent {}

    /**
     * The money stays where it is.
     *
     * @param reason the provider's, for people; or {@code no_answer}, {@code provider_unavailable}
     */
    @Revision("1")
    record RefundFailed(PaymentId paymentId, String reference, RefundId refundId, Money amount, String reason)
            implements PaymentEvent {}
}
