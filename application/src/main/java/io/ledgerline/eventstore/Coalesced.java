package io.ledgerline.eventstore;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Done at once if it is asked for now and then; if it is asked for all the time, once for all who ask within a moment. */
final class Coalesced implements Runnable {

    private final Runnable work;
    private final long nanosBetween;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long began;

    /**
     * @param work short, and must not throw
     * @param timer once it is shut down only what is done at once is done
     */
    Coalesced(Runnable work, Duration between, ScheduledExecutorService timer) {
        this.work = work;
        this.nanosBetween = between.toNanos();
        this.timer = timer;
        this.began = System.nanoTime() - nanosBetween;
    }

    /** It begins after this was called, within the moment. */
    @Override
    public void run() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        long left = began + nanosBetween - System.nanoTime();
        if (left <= 0) {
            work();
            return;
        }
        try {
            timer.schedule(this::work, left, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            asked.set(false);
        }
    }

    private void work() {
        began = System.nanoTime();
        asked.set(false);
        work.run();
    }
}
