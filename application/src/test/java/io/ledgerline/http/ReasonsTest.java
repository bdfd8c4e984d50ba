package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What people write down about a customer is sent and stored under that customer's key only. */
class ReasonsTest extends HttpTest {

    @Autowired
    RememberedCommands later;

    @BeforeEach
    void known() {
        later.reset();
        offers.offer("A", "2.50", "GBP");
        offers.belongs("o1", "ada");
    }

    @Test
    void whyIsEncryptedForTheOrdersCustomer() {
        because("rang up", HttpMethod.POST, "/orders/o1/delivery", "{}")
                .expectStatus()
                .isOk();

        assertThat(why()).isEqualTo("ada(rang up)");
    }

    @Test
    void whyANewOrderIsPlacedIsEncryptedForTheCustomerWhomItNames() {
        because("rang up", HttpMethod.POST, "/orders", """
                {"customerId": "bob", "lines": [{"sku": "A", "quantity": 1}],
                 "shippingAddress": {"name": "Bob", "line1": "1 High St", "city": "London", "postalCode": "N1", "country": "GB"}}""").expectStatus().isCreated();

        assertThat(why()).isEqualTo("bob(rang up)");
    }

    @Test
    void whyAProductIsChangedIsNobodysSecret() {
        because("typo", HttpMethod.PUT, "/products/A/price", "{\"price\":{\"amount\":\"1\",\"currency\":\"GBP\"}}")
                .expectStatus()
                .isOk();

        assertThat(why()).isEqualTo("typo");
    }

    @Test
    void whatNobodyOwnsIsRefusedBeforeAnythingIsSent() {
        problem(because("rang up", HttpMethod.POST, "/orders/none/delivery", "{}"), 404, "order_not_found");
        problem(post("/orders/none/cancellation", "{\"reason\":\"r\"}"), 404, "order_not_found");

        assertThat(commands.payloads()).isEmpty();
        assertThat(later.outcomes()).as("the log of commands").hasSize(2);
    }

    @Test
    void whereNothingIsWrittenNobodyIsAskedWhoseItIs() {
        post("/orders/none/delivery", "{}").expectStatus().isOk();

        assertThat(commands.payloads()).hasOnlyElementsOfType(DeliverOrder.class);
    }

    @Test
    void whatIsStoredForLaterIsEncryptedToo() {
        client.post()
                .uri("/orders/o1/cancellation")
                .header("Prefer", "respond-async")
                .header("X-Reason", "rang up")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"reason\":\"moved away\"}")
                .exchange()
                .expectStatus()
                .isAccepted();

        SubmittedCommand stored = later.waiting().get(0);
        assertThat(stored.context().why()).isEqualTo("ada(rang up)");
        assertThat(stored.submission().command().toString())
                .contains("ada(moved away)")
                .doesNotContain("=moved away");
    }

    @Test
    void whyAnOrderThatIsRefusedAtOnceWasPlacedIsNotKept() {
        problem(
                because("rang up", HttpMethod.POST, "/orders/o1/items", "{\"sku\":\"X\",\"quantity\":1}"),
                422,
                "unknown_product");

        assertThat(commands.payloads()).isEmpty();
    }

    private Object why() {
        return commands.messages().get(0).getMetaData().get(MessageMetadata.WHY);
    }

    private WebTestClient.ResponseSpec because(String why, HttpMethod method, String path, String body) {
        return client.method(method)
                .uri(path)
                .header("X-Reason", why)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
