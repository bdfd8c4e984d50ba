package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.CallerArgument;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

/** A customer sees its own orders; those of others are not there, however it asks. */
class OwnOrdersTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @BeforeEach
    void anOrderOfAdas() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));
    }

    @Test
    void itsOwnIsThere() {
        get("/orders/75", "ada").expectStatus().isOk();
        get("/orders/75?minVersion=0", "ada").expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/75",
                "/orders/75?minVersion=0",
                "/orders/75?minVersion=9",
                "/orders/unknown?minVersion=9"
            })
    void anothersIsAnsweredWordForWordAsOneThatIsNotThere(String uri) {
        assertThat(notFound(uri)).isEqualTo(notFound("/orders/unknown"));
    }

    private String notFound(String uri) {
        return get(uri, "grace")
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void anothersCanNotBeFollowed() {
        client.get()
                .uri("/orders/75")
                .header("As-Customer", "grace")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void whoWaitsForAnothersIsNotToldWhenItComes() {
        StepVerifier.create(readSide.bean(OrdersEndpoint.class)
                        .one("75", "1", null, null, null, List.of("wait=1"), CallerArgument.customer("grace")))
                .then(() -> await().until(() -> readSide.followers() == 1))
                .then(() -> readSide.project(log.append(new OrderConfirmed(new OrderId("75")))))
                .expectErrorMessage("There is no such order, or not yet.")
                .verify(AT_MOST);
    }

    @Test
    void itsOwnIsFollowed() {
        StepVerifier.create(client.get()
                        .uri("/orders/75")
                        .header("As-Customer", "ada")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                        .getResponseBody()
                        .filter(event -> event.event() != null))
                .assertNext(event -> assertThat(event.id()).isEqualTo("0"))
                .then(() -> readSide.project(log.append(new OrderConfirmed(new OrderId("75")))))
                .assertNext(event -> assertThat(event.id()).isEqualTo("1"))
                .thenCancel()
                .verify(AT_MOST);
    }

    @Test
    void listsHaveItsOwnOnly() {
        list("/orders", "ada", List.of("75"));
        list("/orders", "grace", List.of());
        list("/orders?customerId=ada", "grace", List.of());
        list("/orders?customerId=ada&status=PENDING", "ada", List.of("75"));
        list("/orders?at=2030-01-01T00:00:00Z", "ada", List.of("75"));
        list("/orders?at=2030-01-01T00:00:00Z", "grace", List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/75?version=0",
                "/orders/75?at=2030-01-01T00:00:00Z",
                "/orders/75?at=2000-01-01T00:00:00Z",
                "/customers/ada/balance",
                "/customers/ada/balance?at=2030-01-01T00:00:00Z"
            })
    void anothersPastIsAsUnknownAsWhatNeverWas(String uri) {
        String unknown = uri.replace("75", "99").replace("ada", "nobody");

        assertThat(notFound(uri, "grace"))
                .isEqualTo(notFound(unknown, "grace").replace("99", "75").replace("nobody", "ada"));
    }

    private String notFound(String uri, String customer) {
        return get(uri, customer)
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/75?version=0", "/orders/75?at=2030-01-01T00:00:00Z", "/customers/ada/balance"})
    void itsOwnPastIsShown(String uri) {
        get(uri, "ada").expectStatus().isOk();
    }

    private void list(String uri, String customer, List<String> orders) {
        get(uri, customer)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].orderId")
                .isEqualTo(orders);
    }

    private WebTestClient.ResponseSpec get(String uri, String customer) {
        return client.get()
                .uri(uri)
                .header("As-Customer", customer)
                .header("Prefer", "wait=0")
                .exchange();
    }
}
