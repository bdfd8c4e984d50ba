package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** What a store can do at best: connections to it that each do their next step when the one before is done. */
final class Limit {

    private Limit() {}

    /** What one connection does again and again; it has a thread of its own. */
    @FunctionalInterface
    interface Step {
        void take(SplittableRandom random) throws Exception;
    }

    /** Runs until the time is over and what was under way then is done; only what began within the time counts. */
    static Measurement measure(List<? extends Step> connections, Duration time) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections.size());
        try {
            long began = System.nanoTime();
            List<Future<Histogram>> all = new ArrayList<>();
            for (Step step : connections) {
                all.add(threads.submit(again(step, began + time.toNanos(), new SplittableRandom())));
            }
            Histogram done = Measurement.histogram();
            for (Future<Histogram> each : all) {
                done.add(each.get());
            }
            return new Measurement(Duration.ofNanos(System.nanoTime() - began), done, new Failures());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The limit can't be measured", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Histogram> again(Step step, long until, SplittableRandom random) {
        return () -> {
            Histogram done = Measurement.histogram();
            for (long began = System.nanoTime(); began < until; began = System.nanoTime()) {
                step.take(random);
                Measurement.record(done, began);
            }
            return done;
        };
    }
}
