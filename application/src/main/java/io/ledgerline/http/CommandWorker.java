package io.ledgerline.http;

import io.ledgerline.http.CommandState.Outcome;
import io.ledgerline.http.StoredCommands.Claimed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.scheduler.Schedulers;

/**
 * Carries out what was accepted for later: some at a time, those to one stream one after the other. What it was at work on
 * when it died is done by another, or by itself when it is back; commands are known by their ids, so they take effect once.
 */
final class CommandWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommandWorker.class);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int THREADS = 2;

    /** What nothing that is down is to blame for won't get better by itself. */
    private static final int ATTEMPTS_AT_FAULTS = 5;

    private final StoredCommands stored;
    private final CommandSender sender;
    private final LaterProperties properties;
    private final boolean autoStartup;

    private final Semaphore slots;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile int waiting;
    private volatile @Nullable ScheduledExecutorService threads;

    /**
     * @param autoStartup whether commands are handled here
     */
    CommandWorker(StoredCommands stored, CommandSender sender, LaterProperties properties, boolean autoStartup) {
        this.stored = stored;
        this.sender = sender;
        this.properties = properties;
        this.autoStartup = autoStartup;
        this.slots = new Semaphore(properties.concurrency());
    }

    @Override
    public void start() {
        ScheduledExecutorService started =
                Executors.newScheduledThreadPool(THREADS, new AxonThreadFactory("commands-later"));
        threads = started;
        long poll = properties.poll().toMillis();
        long sign = SIGN_OF_LIFE.toMillis();
        started.scheduleWithFixedDelay(() -> guarded(this::look), 0, poll, TimeUnit.MILLISECONDS);
        started.scheduleWithFixedDelay(() -> guarded(this::stayAlive), sign, sign, TimeUnit.MILLISECONDS);
    }

    /** Lets what is under way come to its end, if that doesn't take long. */
    @Override
    public void stop() {
        ScheduledExecutorService started = threads;
        threads = null;
        if (started != null) {
            try {
                if (slots.tryAcquire(properties.concurrency(), GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    slots.release(properties.concurrency());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            started.shutdownNow();
        }
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }

    boolean isFull() {
        return waiting >= properties.backlog();
    }

    /** There is something to do. */
    void wake() {
        ScheduledExecutorService started = threads;
        if (started != null && woken.compareAndSet(false, true)) {
            try {
                started.execute(() -> guarded(this::look));
            } catch (RejectedExecutionException stopping) {
                // Whoever runs next finds it.
            }
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Commands for later can't be looked at; trying again", e);
        }
    }

    private synchronized void look() {
        woken.set(false);
        ScheduledExecutorService started = threads;
        int free = started == null ? 0 : slots.drainPermits();
        try {
            if (started != null && free > 0) {
                for (Claimed claimed : stored.claim(free)) {
                    free--;
                    carryOut(claimed, started);
                }
            }
        } finally {
            slots.release(free);
        }
    }

    private void stayAlive() {
        if (!underWay.isEmpty()) {
            stored.stayAlive(underWay);
        }
        waiting = stored.waiting();
    }

    private void carryOut(Claimed claimed, ScheduledExecutorService started) {
        SubmittedCommand command = claimed.command();
        underWay.add(command.id());
        sender.send(command.submission(), command.context(), command.expectedVersion())
                .map(sent -> Outcome.done(
                        Answer.of(command.submission(), sent.version()).accepted()))
                .publishOn(Schedulers.fromExecutorService(started))
                .doFinally(end -> {
                    underWay.remove(command.id());
                    slots.release();
                    wake();
                })
                .subscribe(
                        outcome -> guarded(() -> stored.finish(command.id(), outcome)),
                        failure -> guarded(() -> failed(claimed, failure)));
    }

    private void failed(Claimed claimed, Throwable failure) {
        SubmittedCommand command = claimed.command();
        boolean refused = Problems.isRefusal(failure);
        boolean fault = Problems.of(failure).isEmpty();
        if (fault) {
            LOG.error("Command {} failed", command.id(), failure);
        }
        if (refused || fault && claimed.attempt() >= ATTEMPTS_AT_FAULTS) {
            stored.finish(command.id(), Outcome.of(failure, command.path()));
        } else {
            stored.tryAgain(command.id(), pause(claimed.attempt()));
        }
    }

    private static Duration pause(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
