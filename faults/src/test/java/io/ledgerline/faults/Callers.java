package io.ledgerline.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Send a traffic to the program, each its next request when it is answered, or at a rate, whatever is answered. One thread
 * does it all: it shares the machine with the program.
 */
final class Callers implements AutoCloseable {

    private static final double SECOND = 1e9;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Traffic traffic = new Traffic();
    private final LoopResources loop = LoopResources.create("callers", 1, true);
    private final ConnectionProvider connections = ConnectionProvider.builder("callers")
            .maxConnections(MOST_CONNECTIONS)
            .pendingAcquireTimeout(TIMEOUT)
            .build();
    private final HttpClient http;

    Callers(URI address) {
        this.http = HttpClient.create(connections)
                .runOn(loop)
                .baseUrl(address.toString())
                .responseTimeout(TIMEOUT);
    }

    void listProducts() {
        traffic.products().forEach(product -> {
            Answer answer = send(product).block();
            if (answer.status() != 201) {
                throw new IllegalStateException("A product isn't listed: " + answer);
            }
        });
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
                        ask(tally).block();
                    }
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

    /**
     * So many in a second, evenly, whether what was asked before is answered or not, on many connections. Times count from
     * when a request was sent: it is told apart how long requests waited here for one of the connections.
     *
     * @return once all is answered
     */
    Tally atRate(double perSecond, Duration time) throws InterruptedException {
        Tally tally = new Tally();
        Semaphore free = new Semaphore(MOST_CONNECTIONS);
        long began = System.nanoTime();
        long all = (long) (perSecond * time.toNanos() / SECOND);
        for (long sent = 0; sent < all; sent++) {
            long due = began + (long) (sent * SECOND / perSecond);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            free.acquire();
            tally.waited(System.nanoTime() - due);
            ask(tally).doFinally(end -> free.release()).subscribe();
        }
        free.acquire(MOST_CONNECTIONS);
        return tally;
    }

    private Mono<Void> ask(Tally tally) {
        Traffic.Ask ask = traffic.next();
        long began = System.nanoTime();
        return send(ask)
                .doOnNext(answer -> {
                    tally.add(ask, System.nanoTime() - began, answer, null);
                    traffic.learn(answer);
                })
                .onErrorResume(failure -> {
                    tally.add(ask, System.nanoTime() - began, null, failure);
                    return Mono.empty();
                })
                .then();
    }

    private Mono<Answer> send(Traffic.Ask ask) {
        HttpClient headed = http.headers(headers -> ask.headers().forEach(headers::set));
        HttpClient.ResponseReceiver<?> request = ask.json() != null
                ? headed.post().uri(ask.path()).send(Mono.just(Unpooled.copiedBuffer(ask.json(), UTF_8)))
                : headed.get().uri(ask.path());
        return request.responseSingle((answer, body) -> body.asString(UTF_8)
                .defaultIfEmpty("")
                .map(text -> new Answer(answer.status().code(), headers(answer), text)));
    }

    private static Map<String, String> headers(HttpClientResponse answer) {
        Map<String, String> headers = new HashMap<>();
        answer.responseHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        return headers;
    }

    @Override
    public void close() {
        connections.dispose();
        loop.dispose();
    }
}
