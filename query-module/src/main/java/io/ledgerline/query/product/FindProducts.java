package io.ledgerline.query.product;

import io.ledgerline.query.AsOf;
import io.ledgerline.query.Paging;
import org.jspecify.annotations.Nullable;

/**
 * Query: products, newest first. Answered with {@link Products}.
 *
 * @param search words that must all occur in sku, name or description, the last one as a beginning; null for all
 *     products; goes with now only
 * @param asOf not a version
 */
public record FindProducts(@Nullable String search, AsOf asOf, Paging paging) {}
