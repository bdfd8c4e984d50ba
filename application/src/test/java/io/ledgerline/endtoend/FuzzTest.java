package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends the program what its own document says that it takes, and what it doesn't, and holds the answers against the
 * document. {@code -Dfuzz.seed} sends the same again, as far as what there is by then is the same.
 */
@OnStores(Store.POSTGRES)
class FuzzTest extends EndToEnd {

    private static final int CLIENTS = 4;
    private static final int MOST_TOLD = 20;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FuzzedNames names = new FuzzedNames();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    private ApiDocument document;

    @BeforeEach
    void somethingIsThere() {
        document = new ApiDocument(shop.get("/v3/api-docs").expect(200).body());
        String sku = shop.listed("2.55", 1_000);
        names.remember("sku", sku);
        names.remember("orderId", shop.placed(new Shop.Line(sku, 1)));
    }

    @Test
    void whateverIsSentIsAnsweredAsTheDocumentSays() {
        fuzz(2_000, 20_101_201);
    }

    @Test
    @Tag("faults")
    void whateverIsSentIsAnsweredAsTheDocumentSaysForLong() {
        fuzz(100_000, new Random().nextLong());
    }

    /** The everyday form sends the same each time, so that a build tells of the change; the long one looks further. */
    private void fuzz(int requests, long usualSeed) {
        long seed = Long.getLong("fuzz.seed", usualSeed);
        System.out.println("Fuzzing with -Dfuzz.seed=" + seed);
        CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                        .mapToObj(client -> CompletableFuture.runAsync(
                                () -> sendAll(new Random(seed + client), requests / CLIENTS), command -> {
                                    Thread thread = new Thread(command, "fuzzer-" + client);
                                    thread.setDaemon(true);
                                    thread.start();
                                }))
                        .toArray(CompletableFuture[]::new))
                .join();

        System.out.println("Answers: " + new TreeMap<>(statuses));
        assertThat(faults.stream().limit(MOST_TOLD)).as("seed " + seed).isEmpty();
        assertThat(statuses).containsKeys("200", "201", "202", "400", "404", "405", "406", "409", "412", "415", "422");
    }

    private void sendAll(Random random, int requests) {
        FuzzedRequests made = new FuzzedRequests(document, random, names);
        for (int i = 0; i < requests && faults.size() < MOST_TOLD; i++) {
            FuzzedRequest request = made.next();
            ApiAnswer answer = send(request);
            statuses.merge(Integer.toString(answer.status()), 1, Integer::sum);
            answer.header("Location").ifPresent(names::learn);
            fault(request, answer)
                    .ifPresent(fault ->
                            faults.add("%s\n  %s\n  %d %s".formatted(fault, request, answer.status(), answer.body())));
        }
    }

    private Optional<String> fault(FuzzedRequest request, ApiAnswer answer) {
        try {
            return request.operation() == null
                    ? document.faultOfNone(answer)
                    : document.fault(request.operation(), answer);
        } catch (RuntimeException e) {
            return Optional.of("the answer can't be read: " + e);
        }
    }

    private ApiAnswer send(FuzzedRequest request) {
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(program.address() + request.path()))
                .timeout(Shop.PATIENCE)
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(sent::setHeader);
        try {
            return ApiAnswer.of(HTTP.send(sent.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
