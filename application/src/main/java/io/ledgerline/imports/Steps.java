package io.ledgerline.imports;

import io.ledgerline.kernel.process.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes many steps, a bounded number at a time, each until it is accepted or refused. */
final class Steps {

    private static final Logger log = LoggerFactory.getLogger(Steps.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final int parallelism;
    private final Duration signOfLife;
    private final Duration giveUpAfter;

    /**
     * @param signOfLife how often it is told that work goes on
     * @param giveUpAfter how long steps may fail without one of them succeeding
     */
    Steps(int parallelism, Duration signOfLife, Duration giveUpAfter) {
        this.parallelism = parallelism;
        this.signOfLife = signOfLife;
        this.giveUpAfter = giveUpAfter;
    }

    /** The import can't go on, whatever is tried. */
    static final class Stuck extends RuntimeException {
        Stuck(String reason) {
            super(reason);
        }

        Stuck(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * Returns once each step has an outcome; steps that fail otherwise are taken again, after a pause.
     *
     * @param alive called from time to time while it lasts; what it throws ends the work
     * @throws Stuck if one of the steps says so, or if it fails for too long
     */
    <K> Map<K, Outcome> take(Map<K, Supplier<CompletableFuture<Outcome>>> steps, Runnable alive)
            throws InterruptedException {
        Map<K, Outcome> outcomes = new ConcurrentHashMap<>();
        Map<K, Supplier<CompletableFuture<Outcome>>> open = new LinkedHashMap<>(steps);
        long progressAt = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            @Nullable Throwable failure = round(open, outcomes, alive);
            if (open.keySet().removeAll(outcomes.keySet())) {
                progressAt = System.nanoTime();
                pause = FIRST_PAUSE;
            }
            if (failure instanceof Stuck stuck) {
                throw stuck;
            }
            if (open.isEmpty() || failure == null) {
                return outcomes;
            }
            if (System.nanoTime() - progressAt > giveUpAfter.toNanos()) {
                throw new Stuck("No success for %s: %s".formatted(giveUpAfter, failure), failure);
            }
            log.warn(
                    "{} steps of an import failed and are taken again in {}: {}", open.size(), pause, failure, failure);
            pause(pause, alive);
            pause = longer(pause);
        }
    }

    /** @return one of the failures, the gravest; null if there was none */
    private <K> @Nullable Throwable round(
            Map<K, Supplier<CompletableFuture<Outcome>>> steps, Map<K, Outcome> outcomes, Runnable alive)
            throws InterruptedException {
        Semaphore free = new Semaphore(parallelism);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (Entry<K, Supplier<CompletableFuture<Outcome>>> step : steps.entrySet()) {
            acquire(free, 1, alive);
            if (failure.get() != null) {
                // The others would most likely fail alike: let what is under way end, and pause.
                free.release();
                break;
            }
            step.getValue().get().whenComplete((outcome, thrown) -> {
                if (thrown == null) {
                    outcomes.put(step.getKey(), outcome);
                } else {
                    failure.accumulateAndGet(unwrapped(thrown), Steps::graver);
                }
                free.release();
            });
        }
        acquire(free, parallelism, alive);
        return failure.get();
    }

    private void acquire(Semaphore free, int permits, Runnable alive) throws InterruptedException {
        while (!free.tryAcquire(permits, signOfLife.toMillis(), TimeUnit.MILLISECONDS)) {
            alive.run();
        }
    }

    private void pause(Duration pause, Runnable alive) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, signOfLife.toNanos()));
            alive.run();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Duration bounded = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        return bounded.minusMillis(ThreadLocalRandom.current().nextLong(bounded.toMillis() / 4));
    }

    private static @Nullable Throwable graver(@Nullable Throwable one, @Nullable Throwable other) {
        return one instanceof Stuck ? one : other;
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
