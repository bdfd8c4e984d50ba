package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Requests with an {@code Idempotency-Key}. */
class IdempotencyTest extends HttpTest {

    private static final String PRODUCT = """
            {"sku":"A","name":"N","price":{"amount":"1","currency":"GBP"}}""";

    /** The common pool has one thread on two cores. */
    private static final Executor AT_ONCE = task -> new Thread(task).start();

    @AfterEach
    void nothingIsLeftUnderWay() {
        assertThat(answers.underWay()).isZero();
    }

    @Test
    void theSameRequestIsAnsweredTheSameAndCarriedOutOnce() {
        commands.answerWith(3);
        EntityExchangeResult<byte[]> first = list("k", PRODUCT);
        commands.answerWith(4);
        EntityExchangeResult<byte[]> second = list("k", PRODUCT);

        assertThat(first.getResponseHeaders().getFirst("Idempotency-Replayed")).isNull();
        assertThat(second.getStatus()).isEqualTo(first.getStatus());
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.getResponseHeaders().getETag()).isEqualTo("\"3\"");
        assertThat(second.getResponseHeaders().getLocation()).hasToString("/products/A");
        assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(second.getResponseHeaders().getFirst("X-Request-Id"))
                .isNotEqualTo(first.getResponseHeaders().getFirst("X-Request-Id"));
        assertThat(commands.payloads()).hasSize(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        list("k", PRODUCT);

        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT.replace("N", "M")), 422, "idempotency_key_reused");
        problem(keyed(HttpMethod.POST, "/products?x=y", "k", PRODUCT), 422, "idempotency_key_reused");
        problem(keyed(HttpMethod.PUT, "/products/A", "k", "{\"name\":\"N\"}"), 422, "idempotency_key_reused");
        problem(
                client.post()
                        .uri("/products")
                        .header("Idempotency-Key", "k")
                        .header("If-Match", "\"1\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(PRODUCT)
                        .exchange(),
                422,
                "idempotency_key_reused");
        assertThat(commands.payloads()).hasSize(1);
    }

    @Test
    void aRefusalIsKeptEvenIfItWouldBeOtherwiseByNow() {
        refuseWith(Rejection.Kind.CONFLICT, "product_exists");
        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT), 409, "product_exists");
        commands.answerWith(0);

        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT), 409, "product_exists");
        assertThat(commands.payloads()).hasSize(1);
        refuseWith(Rejection.Kind.OUTDATED, "version_mismatch");
        problem(keyed(HttpMethod.PUT, "/products/A", "l", "{\"name\":\"N\"}"), 412, "version_mismatch");
        commands.answerWith(0);
        problem(keyed(HttpMethod.PUT, "/products/A", "l", "{\"name\":\"N\"}"), 412, "version_mismatch");
    }

    @Test
    void givenSomethingBegan_whenItIsAnswered_thenTheAnswerNeedNotBeKeptFirst() {
        list("k", PRODUCT);

        assertThat(answers.keptSoon()).isOne();
    }

    @Test
    void givenARefusalOrAChangeOrAPreference_whenItIsAnswered_thenTheAnswerIsKeptFirst() {
        commands.answerWith(1);
        keyed(HttpMethod.PUT, "/products/A", "k", "{\"name\":\"N\"}")
                .expectStatus()
                .isOk();
        client.post()
                .uri("/products")
                .header("Idempotency-Key", "l")
                .header("Prefer", "wait=0")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(PRODUCT)
                .exchange()
                .expectStatus()
                .isCreated();
        refuseWith(Rejection.Kind.CONFLICT, "product_exists");
        problem(keyed(HttpMethod.POST, "/products", "m", PRODUCT), 409, "product_exists");

        assertThat(answers.keptSoon()).isZero();
    }

    @Test
    void anInvalidRequestIsAnsweredTheSame() {
        String invalid = PRODUCT.replace("\"N\"", "\"\"");
        invalid(keyed(HttpMethod.POST, "/products", "k", invalid), "name");

        keyed(HttpMethod.POST, "/products", "k", invalid)
                .expectStatus()
                .isEqualTo(422)
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true");
    }

    @Test
    void whatCouldNotBeReadLeavesTheKeyFree() {
        problem(keyed(HttpMethod.POST, "/products", "k", "{\"sku\":"), 400, "malformed_request");
        problem(
                client.post()
                        .uri("/products")
                        .header("Idempotency-Key", "k")
                        .contentType(MediaType.APPLICATION_XML)
                        .bodyValue("<a/>")
                        .exchange(),
                415,
                "unsupported_media_type");
        problem(
                keyed(HttpMethod.POST, "/products", "k", PRODUCT.replace("\"N\"", "\"" + "n".repeat(1_100_000) + "\"")),
                413,
                "payload_too_large");

        keyed(HttpMethod.POST, "/products", "k", PRODUCT).expectStatus().isCreated();
    }

    @Test
    void whatIsTakenOverFromTheDeadMayHaveBeenAnsweredBefore() {
        answers.leaveToHeirs();
        commands.failWith(new RejectedExecutionException());
        keyed(HttpMethod.POST, "/products", "k", PRODUCT)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .doesNotExist("Idempotency-Replayed");
        refuseWith(Rejection.Kind.CONFLICT, "product_exists");
        keyed(HttpMethod.POST, "/products", "k", PRODUCT)
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true");
    }

    @Test
    void whatFailedIsTriedAgainAsTheSameCommand() {
        commands.failWith(new RejectedExecutionException());
        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT), 503, "overloaded");
        commands.failWith(new IllegalStateException("planted"));
        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT), 500, "internal_error");
        commands.answerWith(0);
        keyed(HttpMethod.POST, "/products", "k", PRODUCT)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .doesNotExist("Idempotency-Replayed");
        keyed(HttpMethod.POST, "/products", "l", PRODUCT).expectStatus().isCreated();

        List<Object> ids = commands.messages().stream()
                .<Object>map(it -> it.getMetaData().get(MessageMetadata.COMMAND_ID))
                .toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(0, 3)).containsOnly(ids.get(0));
        assertThat(ids.get(3)).isNotEqualTo(ids.get(0));
        assertThat(commands.messages().get(0).getIdentifier())
                .isNotEqualTo(commands.messages().get(2).getIdentifier());
    }

    @Test
    void whenTheKeysTimeIsOverTheSameRequestIsAnotherCommand() {
        list("k", PRODUCT);
        answers.reset();
        list("k", PRODUCT);

        assertThat(commands.messages())
                .extracting(it -> it.getMetaData().get(MessageMetadata.COMMAND_ID))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void theSecondWaitsForTheFirst() {
        CompletableFuture<Long> first = new CompletableFuture<>();
        commands.answerBy(command -> first);
        WebTestClient patient =
                client.mutate().responseTimeout(Duration.ofSeconds(30)).build();
        CompletableFuture<EntityExchangeResult<byte[]>> one =
                CompletableFuture.supplyAsync(() -> list(patient, "k", PRODUCT), AT_ONCE);
        org.awaitility.Awaitility.await().until(() -> commands.payloads().size() == 1);

        problem(keyed(HttpMethod.POST, "/products", "k", PRODUCT.replace("N", "M")), 422, "idempotency_key_reused");
        CompletableFuture<EntityExchangeResult<byte[]>> two =
                CompletableFuture.supplyAsync(() -> list(patient, "k", PRODUCT), AT_ONCE);
        problem(keyed(patient, HttpMethod.POST, "/products", "k", PRODUCT), 409, "request_in_progress");
        assertThat(one).isNotDone();
        EntityExchangeResult<byte[]> late = two.join();
        assertThat(late.getStatus().value()).isEqualTo(409);
        CompletableFuture<EntityExchangeResult<byte[]>> three =
                CompletableFuture.supplyAsync(() -> list(patient, "k", PRODUCT), AT_ONCE);
        first.complete(7L);

        assertThat(three.join().getResponseBody()).isEqualTo(one.join().getResponseBody());
        assertThat(commands.payloads()).hasSize(1);
    }

    @Test
    void whoeverWaitedTakesAPlaceAgainBeforeItIsCarriedOut() {
        CompletableFuture<Long> first = new CompletableFuture<>();
        commands.answerBy(command -> first);
        CompletableFuture<EntityExchangeResult<byte[]>> one =
                CompletableFuture.supplyAsync(() -> list("k", PRODUCT), AT_ONCE);
        org.awaitility.Awaitility.await().until(() -> commands.payloads().size() == 1);
        CompletableFuture<EntityExchangeResult<byte[]>> two =
                CompletableFuture.supplyAsync(() -> list("k", PRODUCT), AT_ONCE);
        org.awaitility.Awaitility.await().until(() -> places.left() == 1);
        int[] takenAgain = {0};
        commands.answerBy(command -> {
            takenAgain[0] = places.takenAgain();
            return CompletableFuture.completedFuture(1L);
        });
        first.completeExceptionally(new IllegalStateException("planted"));

        assertThat(one.join().getStatus().value()).isEqualTo(500);
        assertThat(two.join().getStatus().value()).isEqualTo(201);
        assertThat(takenAgain[0]).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing/here", "/products/A/nothing"})
    void whatIsNoCommandIsNobodysBusiness(String path) {
        problem(keyed(HttpMethod.POST, path, "k", PRODUCT), 404, "not_found");
        keyed(HttpMethod.POST, "/products", "k", PRODUCT).expectStatus().isCreated();
    }

    @Test
    void moreThanOneKeyIsInvalid() {
        invalid(
                client.post()
                        .uri("/products")
                        .header("Idempotency-Key", "k", "l")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(PRODUCT)
                        .exchange(),
                "Idempotency-Key");
    }

    @Test
    void anOrderThatWasPlacedWhenItStillCouldBeIsAnsweredAsThen() {
        offers.offerDiscontinued("A", "1");
        String order = """
                {"orderId":"o","customerId":"c","shippingAddress":{"name":"N","line1":"L","city":"C","postalCode":"P",
                 "country":"GB"},"lines":[{"sku":"A","quantity":1}]}""";
        commands.answerWith(0);
        keyed(HttpMethod.POST, "/orders", "k", order).expectStatus().isCreated();
        refuseWith(Rejection.Kind.UNKNOWN, "nothing_to_recall");
        problem(keyed(HttpMethod.POST, "/orders", "l", order), 409, "product_discontinued");
        problem(post("/orders", order), 409, "product_discontinued");

        assertThat(commands.payloads())
                .hasSize(2)
                .allMatch(io.ledgerline.order.api.OrderCommand.Recall.class::isInstance);
    }

    private void refuseWith(Rejection.Kind kind, String code) {
        commands.failWith(new CommandExecutionException("no", null, new Refusal(kind, code, "No.", Map.of())));
    }

    private EntityExchangeResult<byte[]> list(String key, String body) {
        return list(client, key, body);
    }

    private static EntityExchangeResult<byte[]> list(WebTestClient client, String key, String body) {
        return keyed(client, HttpMethod.POST, "/products", key, body)
                .expectBody()
                .returnResult();
    }

    private WebTestClient.ResponseSpec keyed(HttpMethod method, String path, String key, String body) {
        return keyed(client, method, path, key, body);
    }

    private static WebTestClient.ResponseSpec keyed(
            WebTestClient client, HttpMethod method, String path, String key, String body) {
        return client.method(method)
                .uri(path)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
