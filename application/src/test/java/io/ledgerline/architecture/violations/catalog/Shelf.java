package io.ledgerline.architecture.violations.catalog;

/** Breaks: nulls are declared; its package isn't marked. Others should not know it. */
public class Shelf {}
