package io.ledgerline.processing;

import io.ledgerline.database.Connections;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up what this node waits for when it couldn't say for long that it is alive: others have given it up as well. Else
 * whoever asked something of a database that is cut off, or stands still, would wait for the answer for longer than that lasts.
 */
final class Silence {

    private static final Logger log = LoggerFactory.getLogger(Silence.class);

    /** So many looks. What a database that stands still for less was asked goes on after it. */
    static final int LONG = 30;

    private final Connections connections;
    private final Duration claimTimeout;
    private final LongSupplier nanoTime;

    /** Guarded by this. */
    private long spoke;

    /** Since then. Counted, for time passes as well while nothing here is done at all. Guarded by this. */
    private int looks;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    Silence(Connections connections, Duration claimTimeout, LongSupplier nanoTime) {
        this.connections = connections;
        this.claimTimeout = claimTimeout;
        this.nanoTime = nanoTime;
        begin();
    }

    /** It has said nothing yet. */
    synchronized void begin() {
        spoke = nanoTime.getAsLong();
        looks = 0;
    }

    /**
     * It has said that it is alive.
     *
     * @param failed whether that was impossible before: what waits since then may wait for something that is lost
     */
    synchronized void spoke(boolean failed) {
        long before = spoke;
        begin();
        if (failed && spoke - before > claimTimeout.toNanos()) {
            giveUp(before);
        }
    }

    /** At each claim interval, on a thread that waits for nothing. */
    synchronized void look() {
        looks++;
        if (looks > LONG) {
            looks = 0;
            giveUp(nanoTime.getAsLong());
        }
    }

    private void giveUp(long openedBefore) {
        int given = connections.giveUp(openedBefore);
        if (given > 0) {
            log.warn("This node couldn't say that it is alive: {} connections were given up", given);
        }
    }
}
