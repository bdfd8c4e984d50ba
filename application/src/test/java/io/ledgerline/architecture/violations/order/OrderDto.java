package io.ledgerline.architecture.violations.order;

/** Breaks: names are the field's own. */
public record OrderDto() {}
