package io.ledgerline.query.export;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentRequested;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What Ada may know of Ada. */
class ExportEndpointTest {

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    private void ordersOfAdaAndBob() {
        var ada = readSide.keys().key("ada");
        log.saying(Map.of(
                MessageMetadata.WHO,
                "olga",
                MessageMetadata.WHY,
                ada.encrypt("rang up").text()));
        readSide.project(
                log.append(placed("75", "ada", ada, List.of(), line("MUG", 2, "4.25"))),
                log.append(placed("76", "ada", ada, List.of(), line("MUG", 1, "4.25"))),
                log.append(placed("77", "bob", readSide.keys().key("bob"), List.of(), line("MUG", 1, "4.25"))),
                log.append(paymentRequested("p", "75", "8.50")),
                log.append(new PaymentCaptured(new PaymentId("p"), "75", gbp("8.50"), "ref")),
                log.append(new OrderCancelled(
                        new OrderId("76"),
                        new Cancellation(
                                Cancellation.BY_REQUEST,
                                ada.encrypt("moved away").text(),
                                List.of()))));
    }

    @Test
    void itHasOrdersPaymentsAndAllThatHappenedReadable() {
        ordersOfAdaAndBob();

        JsonNode all = export("ada");

        assertThat(all.at("/customerId").asString()).isEqualTo("ada");
        assertThat(all.at("/orders").findValuesAsString("orderId")).containsExactlyInAnyOrder("75", "76");
        assertThat(all.at("/orders").findValuesAsString("customerName")).containsOnly("Ada Byron");
        assertThat(all.at("/orders").findValuesAsString("reason")).containsExactly("moved away");
        assertThat(all.at("/payments").findValuesAsString("paymentId")).containsExactly("p");
        assertThat(all.at("/events"))
                .extracting(event -> event.get("type").asString())
                .containsExactlyInAnyOrder(
                        "order.OrderPlaced",
                        "payment.PaymentRequested",
                        "payment.PaymentCaptured",
                        "order.OrderPlaced",
                        "order.OrderCancelled");
        assertThat(all.at("/events").findValuesAsString("why")).containsOnly("rang up");
        assertThat(all.toString()).contains("12 St James's Square").doesNotContain("bob", "v1:");
    }

    @Test
    void itDoesNotNameThoseWhoRunTheShop() {
        ordersOfAdaAndBob();

        assertThat(export("ada").toString()).doesNotContain("olga");
    }

    @Test
    void ofTheForgottenItHasFactsOnly() {
        ordersOfAdaAndBob();
        readSide.keys().forget("ada");

        JsonNode all = export("ada");

        assertThat(all.toString()).doesNotContain("Ada", "St James", "rang up", "moved away", "v1:");
        assertThat(all.at("/orders"))
                .hasSize(2)
                .allSatisfy(order ->
                        assertThat(order.at("/total/amount").asString()).isNotEmpty());
        assertThat(all.at("/events")).hasSize(5);
    }

    @Test
    void manyOrdersCompleteOneDocument() {
        var ada = readSide.keys().key("ada");
        for (int i = 0; i < 130; i++) {
            readSide.project(log.append(placed("o" + i, "ada", ada, List.of(), line("MUG", 1, "4.25"))));
        }

        JsonNode all = export("ada");

        assertThat(all.at("/orders").findValuesAsString("orderId")).hasSize(130).doesNotHaveDuplicates();
        assertThat(all.at("/payments").isArray()).isTrue();
        assertThat(all.at("/events")).hasSize(130);
    }

    @Test
    void nobodyGetsAnothersNorOneOfNobody() {
        ordersOfAdaAndBob();

        client.get()
                .uri("/customers/ada/export")
                .header("As-Customer", "bob")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get()
                .uri("/customers/ada/export")
                .header("As-Customer", "ada")
                .exchange()
                .expectStatus()
                .isOk();
        client.get().uri("/customers/nobody/export").exchange().expectStatus().isNotFound();
    }

    private JsonNode export(String customer) {
        byte[] body = client.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
                .build()
                .get()
                .uri("/customers/%s/export".formatted(customer))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return Documents.tree(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }
}
