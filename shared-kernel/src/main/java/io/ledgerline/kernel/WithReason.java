package io.ledgerline.kernel;

import java.util.function.UnaryOperator;

/**
 * A command with a reason in somebody's own words. They are about a customer, so they are given in the form in which they
 * are stored: encrypted with the customer's key, see {@link Encrypted#looksLike}.
 */
public interface WithReason {

    /** The same command with its reason in another form. */
    Object withReason(UnaryOperator<String> form);
}
