package io.ledgerline.catalog.api;

import java.util.Set;

/** Query: what can be sold, and for how much, as the catalog's view has it. Answered with {@link Offers}. */
public record FindOffers(Set<Sku> skus) {}
