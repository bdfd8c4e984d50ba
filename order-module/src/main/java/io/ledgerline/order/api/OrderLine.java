package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;

/** Goods on an order, with their name and price at the time of ordering. */
public record OrderLine(Sku sku, String name, Quantity quantity, Money unitPrice) {

    public Money total() {
        return unitPrice.times(quantity.value());
    }
}
