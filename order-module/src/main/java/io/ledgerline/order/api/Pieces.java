package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;

/** So many of a sku. */
public record Pieces(Sku sku, Quantity quantity) {}
