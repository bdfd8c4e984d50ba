package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import java.util.List;

/**
 * Why an order was cancelled.
 *
 * @param code stable: {@code customer_request}, {@code insufficient_stock}, {@code price_changed}, …
 * @param reason for people
 * @param lines what could not be reserved; empty unless that is why
 */
public record Cancellation(String code, String reason, List<Shortage> lines) {

    public static final String BY_REQUEST = "cancelled_by_request";
    public static final String INSUFFICIENT_STOCK = "insufficient_stock";

    /** A line that could not be reserved, and how many pieces were left. */
    public record Shortage(Sku sku, Quantity requested, int available) {}
}
