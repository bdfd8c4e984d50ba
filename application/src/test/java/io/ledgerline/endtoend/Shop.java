package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A shop's front end: talks to the program over HTTP, and knows nothing else of it. */
final class Shop {

    /** For what takes its time: processes and views. Far more than it ever needs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Not Netty's: its event loops are the program's matter, and watched. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final WebClient client;

    Shop(String address) {
        this(address, null);
    }

    /**
     * @param token that all requests are sent with; null for none
     */
    Shop(String address, @Nullable String token) {
        client = WebClient.builder()
                .baseUrl(address)
                .defaultHeaders(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .clientConnector(new JdkClientHttpConnector(HTTP))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
                .build();
    }

    record Line(String sku, int quantity) {
        String json() {
            return """
                    {"sku": "%s", "quantity": %d}""".formatted(sku, quantity);
        }
    }

    static String unique(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /**
     * @param headers names and values in turn
     */
    Answer send(HttpMethod method, String path, MediaType type, byte[] body, String... headers) {
        return Objects.requireNonNull(
                exchange(method, path, type, body, headers).block(PATIENCE));
    }

    private Mono<Answer> exchange(HttpMethod method, String path, MediaType type, byte[] body, String... headers) {
        WebClient.RequestBodySpec request = client.method(method).uri(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body.length > 0) {
            request.contentType(type).bodyValue(body);
        }
        return request.exchangeToMono(response -> response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(bytes -> new Answer(
                        response.statusCode().value(),
                        response.headers().asHttpHeaders(),
                        new String(bytes, StandardCharsets.UTF_8))));
    }

    Answer send(HttpMethod method, String path, String json, String... headers) {
        return send(method, path, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, String json, String... headers) {
        return send(HttpMethod.POST, path, json, headers);
    }

    Answer put(String path, String json, String... headers) {
        return send(HttpMethod.PUT, path, json, headers);
    }

    Answer get(String path, String... headers) {
        return send(HttpMethod.GET, path, "", headers);
    }

    /** Without waiting for the answer, so that one who listens may say so. */
    void payLater(String orderPath, String token) {
        sendLater(orderPath + "/payments", payment(token));
    }

    void placeLater(Line... lines) {
        sendLater("/orders", order("", lines));
    }

    private void sendLater(String path, String json) {
        exchange(HttpMethod.POST, path, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8))
                .subscribe(answer -> answer.expect(201));
    }

    /** Without waiting for the answer. */
    CompletableFuture<Answer> postLater(String path, String... headers) {
        return exchange(HttpMethod.POST, path, MediaType.APPLICATION_JSON, new byte[0], headers)
                .toFuture();
    }

    /**
     * What is at the address, there or not yet: the program waits, not the test.
     *
     * @param path with the version to wait for
     */
    Answer await(String path) {
        return get(path, "Prefer", "wait=10").expect(200);
    }

    /** All at the same time. */
    List<Answer> postAll(String path, List<String> bodies, String... headers) {
        return Objects.requireNonNull(Flux.fromIterable(bodies)
                .flatMap(
                        body -> exchange(
                                HttpMethod.POST,
                                path,
                                MediaType.APPLICATION_JSON,
                                body.getBytes(StandardCharsets.UTF_8),
                                headers),
                        bodies.size())
                .collectList()
                .block(PATIENCE));
    }

    /** The thing's states from now on. */
    Flux<ServerSentEvent<String>> follow(String path, String... headers) {
        WebClient.RequestHeadersSpec<?> request = client.get().uri(path).accept(MediaType.TEXT_EVENT_STREAM);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.retrieve().bodyToFlux(new ParameterizedTypeReference<>() {});
    }

    /** A new product, once its stock can be seen. */
    String listed(String price, int stock) {
        String sku = unique("SKU-");
        post("/products", product(sku, "Heart " + sku, price, stock)).expect(201);
        await("/products/" + sku + "?minVersion=0&minStockVersion=0");
        return sku;
    }

    static String product(String sku, String name, String price, int stock) {
        return """
                {"sku": "%s", "name": "%s", "price": %s, "stock": %d}""".formatted(sku, name, gbp(price), stock);
    }

    static String gbp(String amount) {
        return """
                {"amount": "%s", "currency": "GBP"}""".formatted(amount);
    }

    /** An order's form, with these members before the rest. */
    static String order(String members, Line... lines) {
        String customer = members.contains("customerId") ? "" : "\"customerId\": \"%s\",".formatted(unique("c"));
        return """
                {%s %s
                 "shippingAddress": {"name": "Grace Hopper", "line1": "1 Navy Yard", "city": "Arlington",
                                     "postalCode": "22202", "country": "US"},
                 "lines": [%s]}
                """.formatted(
                        members.isEmpty() ? "" : members + ",",
                        customer,
                        Stream.of(lines).map(Line::json).collect(Collectors.joining(",")));
    }

    /**
     * @return its id
     */
    String placed(Line... lines) {
        return placed("", lines);
    }

    String placed(String members, Line... lines) {
        return post("/orders", order(members, lines)).expect(201).text("/id");
    }

    /** The order once it is no longer pending. */
    Answer decided(String orderId) {
        return eventually("/orders/" + orderId, order -> !"PENDING".equals(order.text("/status")));
    }

    Answer confirmed(String orderId) {
        Answer order = decided(orderId);
        assertThat(order.text("/status")).as(order.body()).isEqualTo("CONFIRMED");
        return order;
    }

    /** Asks for the outstanding amount. */
    Answer pay(String orderId, String token, String... headers) {
        return post("/orders/" + orderId + "/payments", payment(token), headers);
    }

    static String payment(String token) {
        return """
                {"method": {"type": "card", "token": "%s"}}""".formatted(token);
    }

    /** What is at the address, as soon as it is like that. */
    Answer eventually(String path, Predicate<Answer> like) {
        AtomicReference<Answer> last = new AtomicReference<>();
        Awaitility.await(path)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    last.set(get(path).expect(200));
                    assertThat(like.test(last.get())).as(last.get().body()).isTrue();
                });
        return last.get();
    }

    Answer stock(String sku, Predicate<Answer> like) {
        return eventually("/products/" + sku, like);
    }
}
