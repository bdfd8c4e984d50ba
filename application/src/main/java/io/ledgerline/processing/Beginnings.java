package io.ledgerline.processing;

import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;

/**
 * Where processes begin, kept at the first start of any instance, also of one that doesn't run them: orders that it
 * accepts lie behind that, and are taken up by whichever instance runs processes later.
 */
final class Beginnings {

    private final TokenStore tokens;
    private final TransactionManager transactions;

    Beginnings(TokenStore tokens, TransactionManager transactions) {
        this.tokens = tokens;
        this.transactions = transactions;
    }

    /** Unless it is kept already. */
    void keep(String processor, int segments, TrackingToken first) {
        try {
            transactions.executeInTransaction(() -> {
                if (!isKept(processor)) {
                    tokens.initializeTokenSegments(processor, segments, first);
                }
            });
        } catch (RuntimeException e) {
            if (!transactions.fetchInTransaction(() -> isKept(processor))) {
                throw e;
            }
            // Another instance was faster.
        }
    }

    private boolean isKept(String processor) {
        int[] segments = tokens.fetchSegments(processor);
        return segments != null && segments.length > 0;
    }
}
