package io.ledgerline.payment;

/** Lets the orders' process meet real payments, which it can't see. */
public final class PaymentAggregates {

    private PaymentAggregates() {}

    public static Class<?> type() {
        return Payment.class;
    }

    /** What a payment asks for beside its command. */
    public static Object settings() {
        return new PaymentSettings("sandbox");
    }
}
