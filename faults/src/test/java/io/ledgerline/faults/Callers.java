package io.ledgerline.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Send a traffic to the program, each its next request when it is answered, or at a rate, whatever is answered. */
final class Callers {

    private static final double SECOND = 1e9;
    private static final int MOST_CONNECTIONS = 1_000;

    private final Traffic traffic;
    private final HttpClient http;

    Callers(Traffic traffic, HttpClient http) {
        this.traffic = traffic;
        this.http = http;
    }

    /** Each asks for its next thing when it has an answer. */
    Tally inTurn(int callers, Duration time) throws Exception {
        Tally tally = new Tally();
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> turns = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                turns.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        ask(tally);
                    }
                    return null;
                }));
            }
            for (Future<?> turn : turns) {
                turn.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return tally;
    }

    private void ask(Tally tally) throws InterruptedException {
        Traffic.Ask ask = traffic.next();
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(ask.request(), BodyHandlers.ofString());
            traffic.learn(answer);
            tally.add(ask, System.nanoTime() - began, answer, null);
        } catch (IOException failure) {
            tally.add(ask, System.nanoTime() - began, null, failure);
        }
    }

    /**
     * So many in a second, evenly, whether what was asked before is answered or not, on many connections. Times count from
     * when a request was sent: it is told apart how long requests waited here for one of the connections.
     *
     * @return once all is answered
     */
    Tally atRate(double perSecond, Duration time) throws InterruptedException {
        Tally tally = new Tally();
        Semaphore connections = new Semaphore(MOST_CONNECTIONS);
        long began = System.nanoTime();
        long all = (long) (perSecond * time.toNanos() / SECOND);
        for (long sent = 0; sent < all; sent++) {
            long due = began + (long) (sent * SECOND / perSecond);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            connections.acquire();
            tally.waited(System.nanoTime() - due);
            askLater(tally).whenComplete((done, failure) -> connections.release());
        }
        connections.acquire(MOST_CONNECTIONS);
        return tally;
    }

    private CompletableFuture<?> askLater(Tally tally) {
        Traffic.Ask ask = traffic.next();
        long began = System.nanoTime();
        return http.sendAsync(ask.request(), BodyHandlers.ofString()).handle((answer, failure) -> {
            tally.add(ask, System.nanoTime() - began, answer, failure);
            if (answer != null) {
                traffic.learn(answer);
            }
            return null;
        });
    }
}
