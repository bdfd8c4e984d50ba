package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Clients that each send their next request when the one before is answered, for a time. */
final class Load {

    private static final long LONGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;

    private Load() {}

    /** One client; it has a thread of its own. */
    interface Client {

        /**
         * Sends one request and waits for its answer.
         *
         * @return what went wrong, or {@link #DONE}
         */
        String send() throws Exception;

        String DONE = "";
    }

    /** Runs until the time is over and what was under way then is answered; only what began within the time counts. */
    static Measurement run(List<? extends Client> clients, Duration time) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            long began = System.nanoTime();
            long until = began + time.toNanos();
            List<Future<Turn>> turns = new ArrayList<>();
            for (Client client : clients) {
                turns.add(threads.submit(new Turn(client, until)));
            }
            Histogram answered = new Histogram(LONGEST_MICROS, 3);
            Failures failures = new Failures();
            for (Future<Turn> each : turns) {
                Turn done = each.get();
                answered.add(done.answered);
                failures.add(done.failures);
            }
            return new Measurement(Duration.ofNanos(System.nanoTime() - began), answered, failures);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A client broke", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Turn implements Callable<Turn> {

        private final Client client;
        private final long until;
        private final Histogram answered = new Histogram(LONGEST_MICROS, 3);
        private final Failures failures = new Failures();

        Turn(Client client, long until) {
            this.client = client;
            this.until = until;
        }

        @Override
        public Turn call() throws InterruptedException {
            for (long began = System.nanoTime(); began < until; began = System.nanoTime()) {
                String outcome = outcome();
                if (outcome.equals(Client.DONE)) {
                    answered.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - began) / 1_000));
                } else {
                    failures.add(outcome);
                }
            }
            return this;
        }

        private String outcome() throws InterruptedException {
            try {
                return client.send();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return e.toString();
            }
        }
    }
}
