package io.ledgerline.catalog.api;

import io.ledgerline.kernel.Money;
import java.util.List;

/** Answer to {@link FindOffers}; skus that the view doesn't know are not in it. */
public record Offers(List<Offer> offers) {

    public record Offer(Sku sku, String name, Money price, boolean discontinued) {}
}
