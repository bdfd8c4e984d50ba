package io.ledgerline.payment.api;

import io.ledgerline.kernel.Money;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

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

    record CapturePayment(PaymentId paymentId, String providerReference) implements PaymentCommand {}

    /**
     * @param reason the provider's, for people
     */
    record DeclinePayment(PaymentId paymentId, String providerReference, String reason) implements PaymentCommand {}

    /** Records money that was paid elsewhere, before Ledgerline knew of it. */
    record ImportPayment(PaymentId paymentId, String reference, Money amount, String provider, String providerReference)
            implements PaymentCommand {}
}
