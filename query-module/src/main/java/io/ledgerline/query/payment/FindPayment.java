package io.ledgerline.query.payment;

import io.ledgerline.payment.api.PaymentId;

/** Query: one payment. Answered with {@link Payments}, of one or none; those who follow it get each newer one. */
public record FindPayment(PaymentId paymentId) {}
