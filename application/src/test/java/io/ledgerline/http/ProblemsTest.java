package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.r2dbc.spi.R2dbcBadGrammarException;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.TransactionSystemException;
import reactor.core.publisher.Mono;

@TestPropertySource(properties = {"ledgerline.http.command-timeout=200ms", "ledgerline.http.retry-after=3s"})
class ProblemsTest extends HttpTest {

    private static final String NAME = "{\"name\":\"N\"}";

    private static final String ORDER = """
            {"customerId":"c1","lines":[{"sku":"A","quantity":1}],"shippingAddress":
             {"name":"A","line1":"B","city":"C","postalCode":"D","country":"GB"}}""";

    @ParameterizedTest
    @CsvSource({"UNKNOWN,404", "CONFLICT,409", "OUTDATED,412", "INVALID,422", "BEHIND,504"})
    void aRefusalIsToldByItsKindWithItsCodeAndDetails(Rejection.Kind kind, int status) {
        Refusal refusal = new Refusal(kind, "some_code", "No.", Map.of("left", 3));
        commands.failWith(new CompletionException(new CommandExecutionException("no", null, refusal)));

        problem(put("/products/A", NAME), status, "some_code")
                .jsonPath("$.left")
                .isEqualTo(3)
                .jsonPath("$.detail")
                .isEqualTo("No.")
                .jsonPath("$.type")
                .isEqualTo("about:blank")
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.instance")
                .isEqualTo("/products/A");
    }

    @Test
    void aRefusedQueryIsToldLikeARefusedCommand() {
        Refusal refusal = new Refusal(Rejection.Kind.BEHIND, "view_behind", "Not yet.", Map.of());
        offers.failWith(new QueryExecutionException("no", null, refusal));

        problem(post("/orders", ORDER), 504, "view_behind");
    }

    static Stream<Arguments> unavailable() {
        return Stream.of(
                Arguments.of(new RejectedExecutionException("queue is full"), "overloaded"),
                Arguments.of(
                        new CommandExecutionException(
                                "busy", null, new Refusal(Rejection.Kind.BUSY, "busy", "Try again.", Map.of())),
                        "busy"),
                Arguments.of(new AxonServerException("AXONIQ-3001", "gone"), "store_unavailable"),
                Arguments.of(new NoHandlerForCommandException("gone"), "store_unavailable"),
                Arguments.of(
                        new CommandExecutionException("x", new SQLTransientConnectionException("no connection")),
                        "store_unavailable"),
                // Not the client's connection.
                Arguments.of(
                        new SQLNonTransientConnectionException("gone", new IOException("Connection reset by peer")),
                        "store_unavailable"));
    }

    @ParameterizedTest
    @MethodSource("unavailable")
    void whatCannotBeDoneNowCanBeAskedForAgain(Throwable failure, String code) {
        commands.failWith(failure);

        problem(put("/products/A", NAME).expectHeader().valueEquals("Retry-After", "3"), 503, code);
    }

    /** What it was that broke is forgotten by then. */
    @Test
    void whatCannotBeRolledBackOnABrokenConnectionCanBeAskedForAgain() {
        commands.failWith(
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed")));

        problem(put("/products/A", NAME), 503, "store_unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25P03", "40P01", "53100", "53300", "55P03", "57014", "57P01", "57P03", "58030"})
    void whatADatabaseCannotDoNowCanBeAskedForAgain(String sqlState) {
        commands.failWith(new CommandExecutionException("x", new SQLException("no", sqlState)));
        problem(put("/products/A", NAME), 503, "store_unavailable");

        offers.failWith(new QueryExecutionException("x", new R2dbcBadGrammarException("no", sqlState)));
        problem(post("/orders", ORDER), 503, "store_unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42601", "XX000"})
    void whatADatabaseNeverDoesIsOurOwnFault(String sqlState) {
        commands.failWith(new CommandExecutionException("x", new SQLException("no", sqlState)));

        problem(put("/products/A", NAME), 500, "internal_error");
    }

    @Test
    void aBusThatRefusesAtOnceIsOverloaded() {
        commands.answerBy(command -> {
            throw new RejectedExecutionException("queue is full");
        });

        problem(put("/products/A", NAME).expectHeader().exists("Retry-After"), 503, "overloaded");
    }

    @Test
    void aCommandThatTakesTooLongIsGivenUpWaitingFor() {
        commands.answerBy(command -> new CompletableFuture<>());

        problem(put("/products/A", NAME).expectHeader().exists("Retry-After"), 503, "timeout");
    }

    @Test
    void aValueThatAnAggregateCannotHoldIsInvalid() {
        commands.failWith(new InvalidValue("amount", "is too much"));

        invalid(put("/products/A", NAME), "amount");
    }

    @Test
    void ourOwnFaultIsToldWithoutAnyDetail() {
        commands.failWith(new IllegalStateException("planted secret"));

        problem(put("/products/A", NAME), 500, "internal_error")
                .jsonPath("$.detail")
                .value((String detail) -> assertThat(detail).doesNotContain("secret"))
                .jsonPath("$.trace")
                .doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{",
                "[",
                "[]",
                "\"x\"",
                "5",
                "true",
                "{}{}",
                "{\"name\":\"N\"}x",
                "{name:\"N\"}",
                "{'name':'N'}",
                "{\"name\":\"N\",}",
                "{\"name\":\"a\nb\"}",
                "{\"name\":\"\\x\"}",
                "<name/>",
                "\u0000"
            })
    void aBodyThatIsNotTheJsonExpectedCannotBeRead(String body) {
        problem(put("/products/A", body), 400, "malformed_request");
    }

    @Test
    void bytesThatAreNoUtf8CannotBeRead() {
        byte[] bytes = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};

        problem(send("/products/A", MediaType.APPLICATION_JSON_VALUE, bytes), 400, "malformed_request");
    }

    @Test
    void aNestingWithoutEndCannotBeRead() {
        problem(put("/products/A", "[".repeat(100_000)), 400, "malformed_request");
        problem(put("/products/A", "{\"name\":" + "[".repeat(100_000)), 400, "malformed_request");
        problem(put("/products/A", "{\"a\":".repeat(5_000)), 400, "malformed_request");
    }

    @Test
    void digitsWithoutEndAreNoReasonToFail() {
        put("/products/A/price", "{\"price\":{\"currency\":\"GBP\",\"amount\":" + "9".repeat(100_000) + "}}")
                .expectStatus()
                .is4xxClientError();
        put("/products/A/price", "{\"price\":{\"currency\":\"GBP\",\"amount\":\"" + "9".repeat(100_000) + "\"}}")
                .expectStatus()
                .is4xxClientError();
        put("/products/A/price", "{\"price\":{\"currency\":\"GBP\",\"amount\":1e99999999999999}}")
                .expectStatus()
                .is4xxClientError();
        put("/products/A/price", "{\"price\":{\"currency\":\"GBP\",\"amount\":\"0." + "0".repeat(900) + "1\"}}")
                .expectStatus()
                .is4xxClientError();
    }

    @Test
    void anEmptyTextAndANullAreInvalidWhereSomethingMustBe() {
        invalid(put("/products/A", "{\"name\":\"\"}"), "name");
        invalid(put("/products/A", "{\"name\":null}"), "name");
    }

    @Test
    void aMemberNamedTwiceIsTakenOnce() {
        put("/products/A", "{\"name\":\"M\",\"name\":\"N\"}").expectStatus().isOk();
    }

    @Test
    void messagesAreInEnglishWhereverTheProgramRuns() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            problem(put("/products/A", "{}"), 422, "invalid_request")
                    .jsonPath("$.errors[0].message")
                    .isEqualTo("must not be blank");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsTooLarge() {
        problem(put("/products/A", "{\"name\":\"" + "x".repeat(20 * 1024 * 1024) + "\"}"), 413, "payload_too_large");
        problem(put("/products/A", "{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}"), 413, "payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"})
    void anotherMediaTypeCannotBeRead(String type) {
        problem(send("/products/A", type, NAME.getBytes()), 415, "unsupported_media_type");
    }

    @Test
    void aMediaTypeThatIsNoneCannotBeRead() {
        problem(send("/products/A", "json", NAME.getBytes()), 415, "unsupported_media_type");
        problem(send("/products/A", "///", NAME.getBytes()), 415, "unsupported_media_type");
        problem(send("/products/A", "application/json;charset=nope", NAME.getBytes()), 415, "unsupported_media_type");
    }

    @Test
    void aBodyWithoutMediaTypeCannotBeRead() {
        problem(send("/products/A", null, NAME.getBytes()), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity, br", "x"})
    void aBodyOfAnEncodingCannotBeRead(String encoding) {
        problem(
                encoded(encoding).expectHeader().valueEquals("Accept-Encoding", "identity"),
                415,
                "unsupported_media_type");
    }

    @Test
    void aBodyThatIsSaidToBeAsItIsCanBeRead() {
        encoded("Identity").expectStatus().isOk();
    }

    private WebTestClient.ResponseSpec encoded(String encoding) {
        return client.put()
                .uri("/products/A")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Content-Encoding", encoding)
                .bodyValue(NAME)
                .exchange();
    }

    @Test
    void anUnknownAddressIsNotFound() {
        problem(client.get().uri("/nowhere").exchange(), 404, "not_found");
        problem(post("/nowhere", "{}"), 404, "not_found");
    }

    @Test
    void anotherMethodIsNotAllowed() {
        problem(
                client.delete()
                        .uri("/products/A/price")
                        .exchange()
                        .expectHeader()
                        .valueEquals("Allow", "PUT"),
                405,
                "method_not_allowed");
        problem(client.method(HttpMethod.PATCH).uri("/orders").exchange(), 405, "method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "nonsense"})
    void anAnswerThatTheClientCannotReadIsNotAcceptable(String accept) {
        problem(
                client.put()
                        .uri("/products/A")
                        .header(HttpHeaders.ACCEPT, accept)
                        .header(HttpHeaders.CONTENT_TYPE, "application/json")
                        .bodyValue(NAME)
                        .exchange(),
                406,
                "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products/%00/price",
                "/products/%ff/price",
                "/products/%2e%2e/price",
                "/products/a%2fb/price",
                "/products/%3Cscript%3E/price",
                "/products/a;b=c/price",
                "/orders/%F0%9F%92%A9/cancellation",
                "/orders/../cancellation",
                "//",
                "/orders//cancellation"
            })
    void aHostileAddressIsAProblemOfTheClient(String path) {
        client.method(path.contains("orders") ? HttpMethod.POST : HttpMethod.PUT)
                .uri(URI.create("http://localhost:" + port + path))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"price\":{\"amount\":1,\"currency\":\"GBP\"}}")
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isBetween(200, 499));
    }

    private WebTestClient.ResponseSpec send(String path, String type, byte[] body) {
        return client.put()
                .uri(path)
                .headers(headers -> {
                    if (type != null) {
                        headers.set(HttpHeaders.CONTENT_TYPE, type);
                    }
                })
                .body((request, context) -> {
                    if (type == null) {
                        request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
                    }
                    return request.writeWith(Mono.just(request.bufferFactory().wrap(body)));
                })
                .exchange();
    }
}
