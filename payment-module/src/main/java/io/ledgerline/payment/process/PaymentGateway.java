package io.ledgerline.payment.process;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;

/**
 * A payment provider, as Ledgerline sees it. Calls may block. A call that fails with an exception may or may not have
 * reached the provider: it is made again with the same idempotency key, and the provider acts on a key once.
 */
public interface PaymentGateway {

    /** The name under which payments remember whom they were asked of. */
    String provider();

    /** Takes the money. */
    CaptureResult capture(Capture capture);

    /**
     * What to take.
     *
     * @param idempotencyKey the same for the same payment and step, whoever asks and how often
     * @param paymentId by which the provider's books can be searched for it
     */
    record Capture(String idempotencyKey, PaymentId paymentId, Money amount, PaymentMethod method) {}

    /** What the provider says. */
    sealed interface CaptureResult {

        /**
         * The money is taken.
         *
         * @param providerReference the provider's name for the charge
         */
        record Captured(String providerReference) implements CaptureResult {}

        /**
         * The money won't come.
         *
         * @param reason the provider's, for people
         */
        record Declined(String providerReference, String reason) implements CaptureResult {}

        /** The provider has the request, and will tell what became of it. */
        record Pending(String providerReference) implements CaptureResult {}
    }
}
