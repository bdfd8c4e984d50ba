package io.ledgerline.processing;

import io.ledgerline.nodes.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out whether another program runs under this node's id. One that lives says so at each interval; what this node itself
 * has said before it died stays as it is.
 */
final class Singular {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Agreements agreements;
    private final Duration interval;

    Singular(Agreements agreements, Duration interval) {
        this.agreements = agreements;
        this.interval = interval;
    }

    /**
     * Waits a little, if the id was in use until just now.
     *
     * @throws NodeIdInUse if it is
     */
    void check(NodeId node) {
        Optional<Instant> first = agreements.lastSeen();
        while (agreements.wasSeenWithin(interval.multipliedBy(3))) {
            LockSupport.parkNanos(LOOK.toNanos());
            Optional<Instant> now = agreements.lastSeen();
            if (now.isPresent() && !now.equals(first)) {
                throw new NodeIdInUse(node.value());
            }
        }
    }
}
