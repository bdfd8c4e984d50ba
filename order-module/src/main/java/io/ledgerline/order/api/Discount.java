package io.ledgerline.order.api;

import io.ledgerline.kernel.Money;

/** Money off an order. */
public record Discount(Money amount, String reason) {}
