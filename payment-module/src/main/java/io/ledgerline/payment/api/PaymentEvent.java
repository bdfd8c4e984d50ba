package io.ledgerline.payment.api;

import io.ledgerline.kernel.Money;
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
}
