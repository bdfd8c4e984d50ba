package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentStarted;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LiveOrdersTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @AfterEach
    void nobodyIsLeftBehind() {
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void thePresentStateComesFirstAndThenEachNewerOne() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

        StepVerifier.create(events("75", null).filter(event -> event.event() != null))
                .assertNext(event -> {
                    assertThat(event.event()).isEqualTo("order");
                    assertThat(event.id()).isEqualTo("0");
                    assertThat(event.data()).containsEntry("status", "PENDING").containsEntry("customerId", "ada");
                })
                .then(() -> readSide.project(log.append(new OrderConfirmed(new OrderId("75")))))
                .assertNext(event -> {
                    assertThat(event.id()).isEqualTo("1");
                    assertThat(event.data()).containsEntry("status", "CONFIRMED");
                })
                // One batch is one change: the states in between are skipped.
                .then(() -> readSide.project(
                        log.append(paymentStarted("75", "p1", "4")), log.append(paymentReceived("75", "p1", "4", "0"))))
                .assertNext(event -> {
                    assertThat(event.id()).isEqualTo("3");
                    assertThat(event.data()).containsEntry("status", "PAID");
                })
                .thenCancel()
                .verify(AT_MOST);
    }

    @Test
    void whoComesBackIsNotToldWhatHeKnows() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

        StepVerifier.create(events("75", "0"))
                .assertNext(event -> assertThat(event.comment()).isEqualTo("alive"))
                .then(() -> await().until(() -> readSide.followers() == 1))
                .then(() -> readSide.project(log.append(new OrderConfirmed(new OrderId("75")))))
                .thenConsumeWhile(event -> event.event() == null)
                .assertNext(event -> assertThat(event.id()).isEqualTo("1"))
                .thenCancel()
                .verify(AT_MOST);
    }

    @Test
    void aQuietStreamSaysThatItIsAlive() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

        StepVerifier.create(events("75", null).mapNotNull(ServerSentEvent::comment))
                .expectNext("alive", "alive", "alive")
                .thenCancel()
                .verify(AT_MOST);
    }

    @Test
    void aReaderWhoIsSlowGetsTheLatestState() {
        readSide.project(log.append(placed("75", line("MUG", 1, "400"))));
        readSide.project(log.append(new OrderConfirmed(new OrderId("75"))));

        StepVerifier.create(events("75", null).filter(event -> event.event() != null), 1)
                .expectNextCount(1)
                .then(() -> {
                    for (int i = 0; i < 300; i++) {
                        readSide.project(log.append(paymentStarted("75", "p" + i, "1")));
                    }
                })
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(event -> !Objects.equals(event.id(), "301"))
                .assertNext(event -> assertThat(event.id()).isEqualTo("301"))
                .thenCancel()
                .verify(AT_MOST);
    }

    @Test
    void anUnknownOrderIsAProblemAndNoStream() {
        client.get()
                .uri("/orders/nobody")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void whoAcceptsAnythingGetsNoStream() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

        client.get()
                .uri("/orders/75")
                .accept(MediaType.ALL)
                .exchange()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON);
    }

    private Flux<ServerSentEvent<Map<String, Object>>> events(String order, String lastEventId) {
        return client.get()
                .uri("/orders/" + order)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .headers(headers -> {
                    if (lastEventId != null) {
                        headers.set("Last-Event-ID", lastEventId);
                    }
                })
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                .getResponseBody();
    }
}
