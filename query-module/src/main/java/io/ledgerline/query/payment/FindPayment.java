package io.ledgerline.query.payment;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Followed;
import org.jspecify.annotations.Nullable;

/**
 * Query: one payment. Answered with {@link Payments}, of one or none; those who follow it get each newer one, unless they
 * say whose it must be: a payment doesn't know that, so they have to ask again.
 *
 * @param onlyFor to whom its order must belong, or it is none; null for anybody
 */
public record FindPayment(PaymentId paymentId, @Nullable CustomerId onlyFor) implements Followed {

    static final String VIEW = "payments";

    public FindPayment(PaymentId paymentId) {
        this(paymentId, null);
    }

    @Override
    public String followedIn() {
        return VIEW;
    }

    @Override
    public String followedAs() {
        return paymentId.value();
    }
}
