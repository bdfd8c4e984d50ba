package io.ledgerline.architecture.violations.order;

import io.ledgerline.architecture.violations.catalog.Shelf;

/** Breaks: a context is used through its api only. */
public class OrderThatReachesIntoTheCatalog {
    Shelf shelf;
}
