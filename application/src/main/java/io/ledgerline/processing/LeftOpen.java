package io.ledgerline.processing;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions of nodes that have stopped in the middle of them, or were cut off: everybody would wait for what they
 * have locked, and all readers of the log for what they have appended. Should such a node wake up, it has to begin anew. Looks at
 * each claim interval, on one thread.
 */
final class LeftOpen {

    private static final Logger log = LoggerFactory.getLogger(LeftOpen.class);

    private final Agreements agreements;
    private final Claims claims;
    private final Duration claimTimeout;

    /** As of the last look. After a database has stood still, all are, until they have had the time to say something. */
    private Set<String> silent = Set.of();

    LeftOpen(Agreements agreements, Claims claims, Duration claimTimeout) {
        this.agreements = agreements;
        this.claims = claims;
        this.claimTimeout = claimTimeout;
    }

    void look() {
        Set<String> now = agreements.othersSilent(claimTimeout);
        Set<String> still = new HashSet<>(now);
        still.retainAll(silent);
        silent = now;
        if (!still.isEmpty()) {
            int ended = claims.endTransactionsOf(still, claimTimeout);
            if (ended > 0) {
                log.warn("{} are silent: {} transactions that they have left open were ended", still, ended);
            }
        }
    }
}
