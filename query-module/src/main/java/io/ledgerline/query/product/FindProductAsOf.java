package io.ledgerline.query.product;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.AsOf;

/**
 * Query: one product as it once was, with its stock as it was then. Answered with {@link Products}, of one or none.
 *
 * @param asOf a version is the product's; the stock is as it was when that version took effect
 */
public record FindProductAsOf(Sku sku, AsOf asOf) {}
