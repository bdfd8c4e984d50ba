package io.ledgerline.catalog;

import java.util.List;

/** Lets the orders' process meet the real catalog, which it can't see. */
public final class CatalogAggregates {

    private CatalogAggregates() {}

    public static List<Class<?>> types() {
        return List.of(Product.class, StockItem.class);
    }
}
