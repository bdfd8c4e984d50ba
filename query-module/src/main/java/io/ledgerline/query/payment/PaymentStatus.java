package io.ledgerline.query.payment;

/** Where a payment stands, as clients see it. */
public enum PaymentStatus {
    REQUESTED,
    CAPTURED,
    DECLINED,
    FAILED,
    PARTIALLY_REFUNDED,
    REFUNDED
}
