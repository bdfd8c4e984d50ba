package io.ledgerline.query.payment;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.payment.api.PaymentId;
import org.jspecify.annotations.Nullable;

/**
 * Query: one payment. Answered with {@link Payments}, of one or none; those who follow it get each newer one, unless they
 * say whose it must be: a payment doesn't know that, so they have to ask again.
 *
 * @param onlyFor to whom its order must belong, or it is none; null for anybody
 */
public record FindPayment(PaymentId paymentId, @Nullable CustomerId onlyFor) {

    public FindPayment(PaymentId paymentId) {
        this(paymentId, null);
    }
}
