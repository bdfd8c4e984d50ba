package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.http.CommandState.Status;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Commands that the client doesn't wait for ({@code Prefer: respond-async}). */
class LaterTest extends HttpTest {

    private static final String PRICE = """
            {"price":{"amount":"1.00","currency":"GBP"}}""";

    @Autowired
    RememberedCommands later;

    @BeforeEach
    void forget() {
        later.reset();
    }

    @Test
    void itIsStoredWithAllThatTheRequestSaysAndNothingIsSent() {
        String location = later("X-Reason", "sale", "If-Match", "\"3\"", "X-Effective-At", "2026-02-01T12:00:00Z")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Preference-Applied", "respond-async")
                .expectHeader()
                .doesNotExist("ETag")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("pending")
                .jsonPath("$.acceptedAt")
                .exists()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location");

        assertThat(commands.payloads()).isEmpty();
        SubmittedCommand stored = later.waiting().get(0);
        assertThat(location).isEqualTo("/commands/" + stored.id());
        assertThat(stored.request()).isEqualTo("PUT /products/A/price");
        assertThat(stored.stream()).isEqualTo("product-A");
        assertThat(stored.expectedVersion()).isEqualTo("3");
        assertThat(stored.context().why()).isEqualTo("sale");
        assertThat(stored.context().effectiveAt()).isEqualTo(Instant.parse("2026-02-01T12:00:00Z"));
        client.get()
                .uri(location)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.commandId")
                .isEqualTo(stored.id())
                .jsonPath("$.answer")
                .doesNotExist();
    }

    @Test
    void whatIsInvalidIsRefusedAtOnce() {
        invalid(price("{\"price\":{\"amount\":\"-1.00\",\"currency\":\"GBP\"}}", "Prefer", "respond-async"), "price");
        invalid(later("If-Match", "3"), "If-Match");
        problem(price("{", "Prefer", "respond-async"), 400, "malformed_request");
        assertThat(later.waiting()).isEmpty();
    }

    @Test
    void withAKeyItIsAcceptedOnceAndAnsweredTheSame() {
        EntityExchangeResult<byte[]> first =
                later("Idempotency-Key", "k").expectBody().returnResult();
        EntityExchangeResult<byte[]> second =
                later("Idempotency-Key", "k").expectBody().returnResult();

        assertThat(later.waiting()).hasSize(1);
        assertThat(second.getStatus().value()).isEqualTo(202);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getLocation())
                .isEqualTo(first.getResponseHeaders().getLocation());
        assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void whatNobodyAcceptedIsUnknown() {
        problem(client.get().uri("/commands/none").exchange(), 404, "command_not_found");
    }

    @Test
    void whatIsCarriedOutAtOnceIsLoggedWithWhatCameOfIt() {
        price(PRICE).expectStatus().isOk();
        commands.failWith(new java.util.concurrent.RejectedExecutionException());
        problem(price(PRICE), 503, "overloaded");

        assertThat(later.outcomes())
                .extracting(CommandState.Outcome::status)
                .containsExactly(Status.SUCCEEDED, Status.FAILED);
        assertThat(later.outcomes().get(1).problem())
                .containsEntry("code", "overloaded")
                .containsEntry("instance", "/products/A/price");
    }

    private WebTestClient.ResponseSpec later(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Prefer";
        all[1] = "respond-async, wait=3";
        return price(PRICE, all);
    }

    private WebTestClient.ResponseSpec price(String body, String... headers) {
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.PUT).uri("/products/A/price");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }
}
