package io.ledgerline.architecture.violations.imports;

import io.ledgerline.architecture.violations.http.FirstOfTheCycle;

/** Breaks: packages are free of cycles. */
public class SecondOfTheCycle {
    FirstOfTheCycle first;
}
