package io.ledgerline.order;

import io.ledgerline.catalog.api.Sku;

/**
 * A change that stock has not been reserved for yet. Part of an order's state.
 *
 * @param version of the order when it was asked for, which names it
 * @param before what the order is again if it is taken back
 */
record PendingChange(long version, Sku sku, Goods before) {}
