package io.ledgerline.architecture.violations.http;

import io.ledgerline.architecture.violations.imports.SecondOfTheCycle;

/** Breaks: packages are free of cycles. */
public class FirstOfTheCycle {
    SecondOfTheCycle second;
}
