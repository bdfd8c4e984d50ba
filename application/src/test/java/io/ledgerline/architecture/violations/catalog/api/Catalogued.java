package io.ledgerline.architecture.violations.catalog.api;

/** Breaks nothing by itself. */
public record Catalogued() {}
