package io.ledgerline.faults;

/**
 * A command and what became of it.
 *
 * @param attempts how often it was sent until it was answered
 */
record Sent(Command command, int attempts, Answer answer) {}
