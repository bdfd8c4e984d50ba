package io.ledgerline.order.process;

/** The program dies. */
class Crash extends RuntimeException {}
