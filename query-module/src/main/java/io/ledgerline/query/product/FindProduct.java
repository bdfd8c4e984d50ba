package io.ledgerline.query.product;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Followed;

/**
 * Query: one product with its stock. Answered with {@link Products}, of one or none; those who follow it get a
 * {@link ProductView} with the newer part only.
 */
public record FindProduct(Sku sku) implements Followed {

    static final String VIEW = "products";

    @Override
    public String followedIn() {
        return VIEW;
    }

    @Override
    public String followedAs() {
        return sku.value();
    }
}
