package io.ledgerline.architecture.violations.kernel;

/** Breaks: money is not floating point. */
public record RoughAmount(double pounds) {}
