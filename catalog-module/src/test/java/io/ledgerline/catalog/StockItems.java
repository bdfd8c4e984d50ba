package io.ledgerline.catalog;

import io.ledgerline.kernel.testing.InMemoryAggregates;

/** Stock for tests of processes, which can't see the aggregate. */
public final class StockItems {

    private StockItems() {}

    public static InMemoryAggregates inMemory() {
        return InMemoryAggregates.of(StockItem.class);
    }
}
