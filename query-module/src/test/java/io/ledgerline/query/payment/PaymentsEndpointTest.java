package io.ledgerline.query.payment;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.paymentRequested;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

class PaymentsEndpointTest {

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @Test
    void aPaymentIsShownAsItsProviderAnswered() {
        readSide.project(
                log.append(paymentRequested("p1", "75", "4")),
                log.append(new PaymentCaptured(new PaymentId("p1"), "75", gbp("4"), "sbx-1")));

        client.get()
                .uri("/payments/p1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"1\"")
                .expectBody()
                .json("""
                        {"paymentId":"p1","orderId":"75","amount":{"amount":"4.00","currency":"GBP"},
                         "refunded":{"amount":"0.00","currency":"GBP"},"status":"CAPTURED","attempts":1,
                         "provider":"sandbox","providerReference":"sbx-1","failureReason":null,
                         "requestedAt":"2026-01-01T00:00:00Z","version":1}""", JsonCompareMode.STRICT);
    }

    @Test
    void paymentsAreFoundByTheirOrder() {
        readSide.project(
                log.append(paymentRequested("p1", "75", "4")),
                log.append(paymentRequested("p2", "75", "5")),
                log.append(paymentRequested("p3", "76", "6")));

        client.get()
                .uri("/payments?orderId=75")
                .exchange()
                .expectBody()
                .jsonPath("$.items[*].paymentId")
                .isEqualTo(List.of("p2", "p1"))
                .jsonPath("$.nextCursor")
                .isEmpty();
        client.get()
                .uri("/payments?limit=2")
                .exchange()
                .expectBody()
                .jsonPath("$.nextCursor")
                .isNotEmpty();
    }

    @Test
    void anUnknownPaymentIsNotFound() {
        client.get()
                .uri("/payments/nobody")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("payment_not_found");
    }

    @Test
    void whoFollowsAPaymentSeesItDeclined() {
        readSide.project(log.append(paymentRequested("p1", "75", "4")));
        var events = client.get()
                .uri("/payments/p1")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                .getResponseBody()
                .filter(event -> event.event() != null);

        StepVerifier.create(events)
                .assertNext(event -> assertThat(event.data()).containsEntry("status", "REQUESTED"))
                .then(() -> readSide.project(
                        log.append(new PaymentDeclined(new PaymentId("p1"), "75", gbp("4"), "sbx-1", "no money"))))
                .assertNext(event -> {
                    assertThat(event.event()).isEqualTo("payment");
                    assertThat(event.data())
                            .containsEntry("status", "DECLINED")
                            .containsEntry("failureReason", "no money");
                })
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }
}
