package io.ledgerline.query.payment;

import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.AsOf;

/** Query: one payment as it once was. Answered with {@link Payments}, of one or none. */
public record FindPaymentAsOf(PaymentId paymentId, AsOf asOf) {}
