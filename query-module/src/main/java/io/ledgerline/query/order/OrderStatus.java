package io.ledgerline.query.order;

/** Where an order stands, as clients see it. */
public enum OrderStatus {
    /** Stock is being reserved, also for a change. */
    PENDING,
    /** Reserved; still open for changes. */
    CONFIRMED,
    /** Nothing is outstanding. */
    PAID,
    PARTIALLY_SHIPPED,
    SHIPPED,
    DELIVERED,
    CANCELLED,
    RETURNED
}
