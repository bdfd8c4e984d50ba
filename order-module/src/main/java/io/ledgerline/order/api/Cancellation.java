package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Why an order was cancelled.
 *
 * @param code stable: {@code cancelled_by_request}, {@code insufficient_stock}, {@code price_changed},
 *     {@code product_discontinued}, {@code unknown_product}, {@code confirmation_deadline_passed},
 *     {@code payment_deadline_passed}, {@code process_abandoned}
 * @param reason for people; encrypted with the customer's key if a person gave it
 * @param lines what could not be reserved; empty unless that is why
 */
public record Cancellation(String code, String reason, List<Shortage> lines) {

    public static final String BY_REQUEST = "cancelled_by_request";
    public static final String INSUFFICIENT_STOCK = "insufficient_stock";
    public static final String UNKNOWN_PRODUCT = "unknown_product";

    /** It was not decided in time whether the order can be had. */
    public static Cancellation notConfirmedInTime() {
        return new Cancellation("confirmation_deadline_passed", "The order was not confirmed in time.", List.of());
    }

    public static Cancellation notPaidInTime() {
        return new Cancellation("payment_deadline_passed", "The order was not paid in time.", List.of());
    }

    /** Somebody has decided not to wait for its process any longer. */
    public static Cancellation abandoned() {
        return new Cancellation(
                "process_abandoned", "It could not be decided whether the order can be had.", List.of());
    }

    public Cancellation {
        lines = List.copyOf(lines);
    }

    Cancellation withReason(UnaryOperator<String> form) {
        return new Cancellation(code, form.apply(reason), lines);
    }

    /** A line that could not be reserved, and how many pieces were left. */
    public record Shortage(Sku sku, Quantity requested, int available) {}
}
