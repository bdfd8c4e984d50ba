package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes are replaced one after the other while the shop is open. */
class RollingRestartTest {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int CLIENTS = 4;

    private final List<String> ready = new CopyOnWriteArrayList<>();
    private final List<String> known = new CopyOnWriteArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile boolean enough;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource
    void givenClientsBehindAProxy_whenEachNodeIsRestartedInTurn_thenNoRequestFails(Store store) throws Exception {
        try (Cluster cluster = Cluster.on(store);
                Program one = cluster.node("one", "--ledgerline.shutdown.notice=PT0.5S");
                Program other = cluster.node("other", "--ledgerline.shutdown.notice=PT0.5S")) {
            String sku = opened(one).listed("1.00", 1_000_000);
            opened(other).await("/products/" + sku + "?minVersion=0&minStockVersion=0");
            ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
            List<Future<?>> shopping = new ArrayList<>();
            try {
                looking.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
                await().until(() -> ready.size() == 2);
                for (int i = 0; i < CLIENTS; i++) {
                    shopping.add(clients.submit(() -> shop(sku)));
                }
                shopping.add(clients.submit(() -> follow(sku)));
                for (Program node : List.of(one, other, one)) {
                    awaitAnswers(50);
                    restart(node);
                }
                awaitAnswers(50);
            } finally {
                enough = true;
                looking.shutdownNow();
                clients.shutdown();
            }
            for (Future<?> each : shopping) {
                each.get(1, TimeUnit.MINUTES);
            }
            System.out.printf(
                    "[nodes] %s: three restarts, %d answers, %d streams, failures: %s%n",
                    store, answers.get(), streams.get(), failures);
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void givenARequestThatWaits_whenTheProgramIsStopped_thenItIsAnsweredFirst() throws Exception {
        try (Program program = new Program(Store.POSTGRES, "--ledgerline.shutdown.notice=PT0.5S")) {
            program.ensureRunning();
            String unknown = program.address() + "/products/none?minVersion=0";
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    HttpRequest.newBuilder(URI.create(unknown))
                            .header("Prefer", "wait=3")
                            .build(),
                    BodyHandlers.ofString());

            program.stop();

            assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
            assertThat(answer.get().statusCode()).isEqualTo(404);
            assertThat(answer.get().body()).contains("product_not_found");
            assertThat(answer.get().headers().firstValue("Connection")).contains("close");
        }
    }

    private void awaitAnswers(int more) {
        int before = answers.get();
        await().atMost(Shop.PATIENCE).until(() -> answers.get() >= before + more || !failures.isEmpty());
    }

    private Shop opened(Program node) {
        node.ensureRunning();
        known.add(node.address());
        return new Shop(node.address());
    }

    private void restart(Program node) {
        String before = node.address();
        node.stop();
        known.remove(before);
        opened(node);
        await().atMost(Shop.PATIENCE).until(() -> ready.size() == 2);
    }

    /** As a proxy does it. */
    private void look() {
        for (String node : known) {
            boolean fit = isReady(node);
            if (fit && !ready.contains(node)) {
                ready.add(node);
            } else if (!fit) {
                ready.remove(node);
            }
        }
        ready.retainAll(known);
    }

    private boolean isReady(String node) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** Places orders and looks at them, wherever there is somebody. */
    private void shop(String sku) {
        for (int i = 0; !enough; i++) {
            HttpResponse<String> placed = send(i, "/orders", Shop.order("", new Line(sku, 1)));
            if (placed != null && expect(placed, 201)) {
                expect(send(i + 1, placed.headers().firstValue("Location").orElseThrow() + "?minVersion=0", ""), 200);
            }
        }
    }

    /** Follows a product, and comes back whenever the stream has ended. */
    private void follow(String sku) {
        for (int i = 0; !enough; i++) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(node(i) + "/products/" + sku))
                        .header("Accept", "text/event-stream")
                        .build();
                HttpResponse<java.util.stream.Stream<String>> stream = http.send(request, BodyHandlers.ofLines());
                streams.incrementAndGet();
                if (stream.statusCode() != 200) {
                    failures.add("a stream: " + stream.statusCode());
                }
                try (var lines = stream.body()) {
                    lines.takeWhile(line -> !enough).count();
                }
            } catch (ConnectException e) {
                // The next node.
            } catch (IOException | java.io.UncheckedIOException | InterruptedException e) {
                failures.add("a stream: " + e);
            }
        }
    }

    private boolean expect(HttpResponse<String> answer, int status) {
        if (answer == null) {
            return false;
        }
        answers.incrementAndGet();
        if (answer.statusCode() != status) {
            failures.add(answer.statusCode() + " " + answer.body());
        }
        return answer.statusCode() == status;
    }

    private String node(int turn) {
        List<String> nodes = List.copyOf(ready);
        return nodes.isEmpty() ? known.get(0) : nodes.get(turn % nodes.size());
    }

    /** Tried elsewhere only if there was nobody: all else may have had an effect. */
    private HttpResponse<String> send(int turn, String path, String json) {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node(turn + attempt) + path))
                        .timeout(Shop.PATIENCE)
                        .header("Prefer", "wait=10");
                return http.send(
                        json.isEmpty()
                                ? request.build()
                                : request.header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(json))
                                        .build(),
                        BodyHandlers.ofString());
            } catch (ConnectException e) {
                // The next node.
            } catch (IOException | InterruptedException e) {
                failures.add(path + ": " + e);
                return null;
            }
        }
        failures.add(path + ": nobody is there");
        return null;
    }
}
