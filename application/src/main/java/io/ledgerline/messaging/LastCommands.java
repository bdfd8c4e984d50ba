package io.ledgerline.messaging;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Lets a node that stops answer what other nodes have still sent it. Axon tells the server that no more commands are wanted,
 * and closes the connection without waiting for what is handled on other threads than its own.
 */
final class LastCommands {

    /** Twice that is less than Spring waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Between the server's word that it has understood and a command that was on its way by then. */
    private static final Duration MOMENT = Duration.ofMillis(200);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Supplier<CompletableFuture<Void>> wantNoMore;
    private final IntSupplier underWay;

    /**
     * @param wantNoMore tells the server; is done once it has understood
     * @param underWay commands that aren't answered yet
     */
    LastCommands(Supplier<CompletableFuture<Void>> wantNoMore, IntSupplier underWay) {
        this.wantNoMore = wantNoMore;
        this.underWay = underWay;
    }

    /** Done when they are answered, or won't be in time. */
    CompletableFuture<Void> answered() {
        return wantNoMore
                .get()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((understood, failure) -> null)
                .thenRunAsync(this::await);
    }

    private void await() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long idleSince = System.nanoTime();
        for (long now = idleSince; now < end && now - idleSince < MOMENT.toNanos(); now = System.nanoTime()) {
            if (underWay.getAsInt() > 0) {
                idleSince = now;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
