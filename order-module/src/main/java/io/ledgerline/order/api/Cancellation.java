package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import java.util.List;

/**
 * Why an order was cancelled.
 *
 * @param code stable: {@code cancelled_by_request}, {@code insufficient_stock}, {@code price_changed},
 *     {@code product_discontinued}, {@code unknown_product}
 * @param reason for people
 * @param lines what could not be reserved; empty unless that is why
 */
public record Cancellation(String code, String reason, List<Shortage> lines) {

    public static final String BY_REQUEST = "cancelled_by_request";
    public static final String INSUFFICIENT_STOCK = "insufficient_stock";
    public static final String UNKNOWN_PRODUCT = "unknown_product";

    public Cancellation {
        lines = List.copyOf(lines);
    }

    /** A line that could not be reserved, and how many pieces were left. */
    public record Shortage(Sku sku, Quantity requested, int available) {}
}
