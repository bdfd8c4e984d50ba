package io.ledgerline.catalog.api;

import java.util.Set;

/**
 * Query: what can be sold, and for how much, as the catalog's view has it. Answered with {@link Offers}.
 *
 * @param afresh from the view itself; else it may be what this node remembers, which lags behind what another has written
 *     by as much as hearing of it takes
 */
public record FindOffers(Set<Sku> skus, boolean afresh) {}
