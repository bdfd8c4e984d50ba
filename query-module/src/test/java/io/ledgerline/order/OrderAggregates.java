package io.ledgerline.order;

/** Lets the view meet real orders, which it can't see. */
public final class OrderAggregates {

    private OrderAggregates() {}

    public static Class<?> type() {
        return Order.class;
    }
}
