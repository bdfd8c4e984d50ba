package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Makes a load for the program: clients that wait for their answers, or requests at a rate, whatever is answered. */
final class Generator {

    private static final double SECOND = 1e9;

    /** Whoever gets up for each of some thousand requests a second takes a tenth of the machine from the program. */
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Http http;

    Generator(Http http) {
        this.http = http;
    }

    /**
     * Clients that each send their next request when the one before is answered; who is told to come later does so. Runs
     * until what was under way when the time is over is answered; only what began within the time counts.
     */
    Measurement inTurn(int clients, Supplier<Request> requests, Duration time) {
        Run run = new Run();
        long until = run.began + time.toNanos();
        http.run(() -> {
            for (int i = 0; i < clients; i++) {
                run.begin();
                turn(run, requests, until);
            }
        });
        return run.finished();
    }

    private void turn(Run run, Supplier<Request> requests, long until) {
        long began = System.nanoTime();
        if (began - until >= 0) {
            run.end();
            return;
        }
        Request request = requests.get();
        http.send(request, answer -> {
            run.count(request, answer, began);
            if (answer.retryAfter().isZero()) {
                turn(run, requests, until);
            } else if (System.nanoTime() + answer.retryAfter().toNanos() - until >= 0) {
                run.end();
            } else {
                http.runLater(answer.retryAfter(), () -> turn(run, requests, until));
            }
        });
    }

    Measurement atRate(double perSecond, Supplier<Request> requests, Duration time) {
        return atRate(perSecond, requests, time, answer -> {});
    }

    /**
     * So many in a second, evenly. Times count from when a request was due, not from when it could be sent: what waits behind
     * a slow one is slow, too (no coordinated omission).
     *
     * @param answered is told of what succeeded, on the thread that sends
     */
    Measurement atRate(double perSecond, Supplier<Request> requests, Duration time, Consumer<Answer> answered) {
        Run run = new Run();
        http.run(run::begin);
        long end = run.began + time.toNanos();
        pace(
                perSecond,
                run.began,
                due -> due - end < 0,
                due -> http.run(() -> {
                    run.begin();
                    Request request = requests.get();
                    http.send(request, answer -> {
                        if (run.count(request, answer, due)) {
                            answered.accept(answer);
                        }
                        run.end();
                    });
                }));
        http.run(run::end);
        return run.finished();
    }

    /**
     * Does something so many times a second, evenly but for a millisecond, and whatever is late at once.
     *
     * @param goesOn told when the next time is due, whether it shall still be done
     * @param work told when it was due; mustn't take long
     */
    static void pace(double perSecond, long began, LongPredicate goesOn, LongConsumer work) {
        long due = began;
        for (long number = 1; goesOn.test(due); number++) {
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(Math.max(early, SHORTEST_PAUSE));
            }
            work.accept(due);
            due = began + (long) (number * SECOND / perSecond);
        }
    }

    /** What is counted; all by the thread that sends. */
    static final class Run {

        private final long began = System.nanoTime();
        private final Histogram answered = Measurement.histogram();
        private final Failures failures = new Failures();
        private final CompletableFuture<Measurement> measurement = new CompletableFuture<>();
        private int underWay;

        void begin() {
            underWay++;
        }

        void end() {
            underWay--;
            if (underWay == 0) {
                measurement.complete(new Measurement(Duration.ofNanos(System.nanoTime() - began), answered, failures));
            }
        }

        /** @return whether it succeeded */
        boolean count(Request request, Answer answer, long since) {
            if (answer.status() == request.success()) {
                Measurement.record(answered, since);
                return true;
            }
            failures.add(answer.problem());
            return false;
        }

        /** Waits until all has ended that has begun. */
        Measurement finished() {
            return measurement.join();
        }
    }
}
