package io.ledgerline.payment.stripe;

import com.stripe.net.RequestOptions;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Our names of things in Stripe's books: in their metadata, and in the keys under which Stripe acts once. */
final class StripeReferences {

    static final String PAYMENT = "ledgerline_payment";
    static final String REFUND = "ledgerline_refund";

    private StripeReferences() {}

    /** Empty if it is none of ours. */
    static Optional<PaymentId> payment(@Nullable Map<String, String> metadata) {
        try {
            return value(metadata, PAYMENT).map(PaymentId::new);
        } catch (InvalidValue notOurs) {
            return Optional.empty();
        }
    }

    /** Empty if it was made by someone else, as in Stripe's dashboard. */
    static Optional<RefundId> refund(@Nullable Map<String, String> metadata) {
        try {
            return value(metadata, REFUND).map(RefundId::new);
        } catch (InvalidValue notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(@Nullable Map<String, String> metadata, String name) {
        return Optional.ofNullable(metadata).map(them -> them.get(name));
    }

    /**
     * Stripe keeps the answer under a key, a failure too. So each attempt has one of its own; and an attempt that is
     * interrupted and made again has the same.
     */
    static RequestOptions key(String idempotencyKey, int attempt) {
        return RequestOptions.builder()
                .setIdempotencyKey(idempotencyKey + "/" + attempt)
                .build();
    }
}
