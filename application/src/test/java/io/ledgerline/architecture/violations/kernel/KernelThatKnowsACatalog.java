package io.ledgerline.architecture.violations.kernel;

import io.ledgerline.architecture.violations.catalog.api.Catalogued;

/** Breaks: modules depend downwards only. */
public class KernelThatKnowsACatalog {
    Catalogued item;
}
