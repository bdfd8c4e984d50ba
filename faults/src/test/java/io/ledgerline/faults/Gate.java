package io.ledgerline.faults;

import java.time.Duration;

/** Clients wait here while the program is down. */
final class Gate {

    private boolean open = true;

    synchronized void open() {
        open = true;
        notifyAll();
    }

    synchronized void close() {
        open = false;
    }

    /** Until it is open; if it is, for a moment, so that who was turned away doesn't come back at once. */
    synchronized void await(Duration moment) throws InterruptedException {
        if (open) {
            wait(moment.toMillis());
        }
        while (!open) {
            wait();
        }
    }
}
