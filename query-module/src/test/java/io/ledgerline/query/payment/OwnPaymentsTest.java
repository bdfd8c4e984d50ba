package io.ledgerline.query.payment;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentRequested;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.CallerArgument;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

/** A customer sees the payments of its own orders. */
class OwnPaymentsTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @BeforeEach
    void aPaymentOfAdas() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))), log.append(paymentRequested("p1", "75", "4")));
    }

    @Test
    void itsOwnIsThereAndAnothersIsNot() {
        get("/payments/p1", "ada").expectStatus().isOk();
        get("/payments/p1?minVersion=0", "ada").expectStatus().isOk();
        assertThat(notFound("/payments/p1")).isEqualTo(notFound("/payments/unknown"));
        assertThat(notFound("/payments/p1?minVersion=7")).isEqualTo(notFound("/payments/unknown"));
        get("/payments/p1?version=0", "ada").expectStatus().isOk();
        assertThat(notFound("/payments/p1?version=0")).isEqualTo(notFound("/payments/unknown"));
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
    void whoWaitsForAnothersIsNotToldWhenItComes() {
        StepVerifier.create(readSide.bean(PaymentsEndpoint.class)
                        .one("p1", "1", null, null, null, List.of("wait=1"), CallerArgument.customer("grace")))
                .then(() -> await().until(() -> readSide.followers() == 1))
                .then(() -> readSide.project(captured()))
                .expectErrorMessage("There is no such payment, or not yet.")
                .verify(AT_MOST);
    }

    @Test
    void whoWaitsForItsOwnIsTold() {
        StepVerifier.create(readSide.bean(PaymentsEndpoint.class)
                        .one("p1", "1", null, null, null, List.of("wait=10"), CallerArgument.customer("ada")))
                .then(() -> await().until(() -> readSide.followers() == 1))
                .then(() -> readSide.project(captured()))
                .assertNext(answer -> assertThat(answer.getBody().version()).isEqualTo(1))
                .expectComplete()
                .verify(AT_MOST);
    }

    @Test
    void itsOwnIsFollowedAndAnothersCanNotBe() {
        follow("grace").expectStatus().isNotFound();
        StepVerifier.create(follow("ada")
                        .expectStatus()
                        .isOk()
                        .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                        .getResponseBody()
                        .filter(event -> event.event() != null))
                .assertNext(event -> assertThat(event.id()).isEqualTo("0"))
                .then(() -> readSide.project(captured()))
                .assertNext(event -> assertThat(event.id()).isEqualTo("1"))
                .thenCancel()
                .verify(AT_MOST);
    }

    private WebTestClient.ResponseSpec follow(String customer) {
        return client.get()
                .uri("/payments/p1")
                .header("As-Customer", customer)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange();
    }

    @Test
    void listsHaveItsOwnOnly() {
        list("/payments", "ada", List.of("p1"));
        list("/payments?orderId=75", "ada", List.of("p1"));
        list("/payments", "grace", List.of());
        list("/payments?orderId=75", "grace", List.of());
    }

    private void list(String uri, String customer, List<String> payments) {
        get(uri, customer).expectBody().jsonPath("$.items[*].paymentId").isEqualTo(payments);
    }

    private DomainEventMessage<?> captured() {
        return log.append(new PaymentCaptured(new PaymentId("p1"), "75", gbp("4"), "sbx-1"));
    }

    private WebTestClient.ResponseSpec get(String uri, String customer) {
        return client.get()
                .uri(uri)
                .header("As-Customer", customer)
                .header("Prefer", "wait=0")
                .exchange();
    }
}
