package io.ledgerline.kernel.process;

import org.jspecify.annotations.Nullable;

/**
 * What someone who runs the program has decided about a process, in its place.
 *
 * @param who decided it
 * @param why as it may be stored: encrypted if it is about a customer
 * @param commandId a UUID; commands that follow from the decision have ids that derive from it
 */
public record Decision(String who, @Nullable String why, String requestId, String commandId) {}
