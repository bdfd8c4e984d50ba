package io.ledgerline.order.api;

import io.ledgerline.kernel.Money;

/** Something to pay that is no goods: postage, gift wrapping. */
public record Charge(String code, String description, Money amount) {}
