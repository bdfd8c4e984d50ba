package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** To a customer there are no orders but its own, in either store. */
class OthersOrdersTest extends LoggedIn {

    private static final String ADDRESS = """
            {"name": "Eve", "line1": "1 Elsewhere", "city": "London", "postalCode": "N1", "country": "GB"}""";

    private final String ada = Shop.unique("ada-");
    private final String eve = Shop.unique("eve-");
    private String sku;
    private String order;

    @BeforeEach
    void anOrderOfAdas() {
        sku = operator.listed("3.00", 10);
        order = customer(ada).post("/orders", form(ada)).expect(201).text("/id");
        assertThat(operator.decided(order).text("/status")).isEqualTo("CONFIRMED");
    }

    private String form(String customer) {
        return Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 2));
    }

    @Test
    void aCustomerOrdersForItselfOnly() {
        customer(eve).post("/orders", form(ada)).expectProblem(403, "not_yours");
    }

    @Test
    void whateverIsAskedOfAnothersOrderIsAnsweredAsIfItWereNotThere() {
        List<Answer> others = commands(order);
        List<Answer> unknown = commands(Shop.unique("none-"));

        for (int i = 0; i < others.size(); i++) {
            others.get(i).expectProblem(404, "order_not_found");
            assertThat(others.get(i).body().replace(order, "ID"))
                    .isEqualTo(unknown.get(i).body().replaceAll("none-[0-9a-f]+", "ID"));
        }
        assertThat(operator.get("/orders/" + order).expect(200).text("/status")).isEqualTo("CONFIRMED");
        assertThat(operator.get("/orders/" + order).text("/shippingAddress/name"))
                .isEqualTo("Grace Hopper");
    }

    private List<Answer> commands(String id) {
        Shop shop = customer(eve);
        String path = "/orders/" + id;
        return List.of(
                shop.get(path),
                shop.get(path, "Accept", "text/event-stream, application/problem+json"),
                shop.post(path + "/items", new Line(sku, 1).json()),
                shop.put(path + "/items/" + sku, "{\"quantity\": 1}"),
                shop.send(HttpMethod.DELETE, path + "/items/" + sku, ""),
                shop.put(path + "/shipping-address", ADDRESS),
                shop.pay(id, "tok_ok"),
                shop.post(path + "/cancellation", "{\"reason\": \"mine\"}", "If-Match", "\"99\""));
    }

    @Test
    void commandsForLaterAreSeenByWhoSentThemAndByOperators() {
        String[] later = {"Prefer", "respond-async"};
        String sent =
                customer(ada).post("/orders", form(ada), later).expect(202).header("Location");
        customer(ada).eventually(sent, it -> "succeeded".equals(it.text("/status")));

        operator.get(sent).expect(200);
        customer(eve).get(sent).expectProblem(404, "command_not_found");
        String tried = customer(eve)
                .post("/orders/" + order + "/cancellation", "{\"reason\": \"mine\"}", later)
                .expect(202)
                .header("Location");
        Answer rejected = customer(eve).eventually(tried, it -> "rejected".equals(it.text("/status")));
        assertThat(rejected.text("/problem/code")).isEqualTo("order_not_found");
    }

    @Test
    void keysAreTheCallersOwn() {
        String[] key = {"Idempotency-Key", Shop.unique("k-")};
        Answer adas = customer(ada).post("/orders", form(ada), key).expect(201);
        Answer eves = customer(eve).post("/orders", form(eve), key).expect(201);

        assertThat(eves.headers().getFirst("Idempotency-Replayed")).isNull();
        assertThat(eves.text("/id")).isNotEqualTo(adas.text("/id"));
    }

    @Test
    void whatIsCarriedOutLaterMayDoNoMoreThanItsSenderMight() {
        Shop shop = customer(eve);
        Answer accepted = shop.post(
                        "/orders/" + order + "/cancellation", "{\"reason\": \"mine\"}", "Prefer", "respond-async")
                .expect(202);
        String command = accepted.header("Location");

        Answer ended = shop.eventually(command, it -> !"pending".equals(it.text("/status")));
        assertThat(ended.text("/status")).isEqualTo("rejected");
        assertThat(ended.text("/problem/code")).isEqualTo("order_not_found");
        customer(ada).get(command).expectProblem(404, "command_not_found");
        assertThat(operator.get("/orders/" + order).expect(200).text("/status")).isEqualTo("CONFIRMED");
    }

    @Test
    void itsPaymentsAreNotThereEither() {
        String payment = customer(ada).pay(order, "tok_ok").expect(201).text("/id");
        customer(ada).await("/payments/" + payment + "?minVersion=1");

        customer(eve).get("/payments/" + payment).expectProblem(404, "payment_not_found");
        assertThat(customer(eve).get("/payments?orderId=" + order).expect(200).items("paymentId"))
                .isEmpty();
        assertThat(customer(ada).get("/payments").expect(200).items("paymentId"))
                .containsExactly(payment);
    }

    @Test
    void listsHaveNobodyElses() {
        assertThat(customer(eve).get("/orders").expect(200).items("orderId")).isEmpty();
        assertThat(customer(eve).get("/orders?customerId=" + ada).expect(200).items("orderId"))
                .isEmpty();
        assertThat(customer(ada).get("/orders").expect(200).items("orderId")).containsExactly(order);
    }

    @Test
    void itsOwnOrderACustomerChangesPaysAndCancels() {
        Shop shop = customer(ada);
        shop.put("/orders/" + order + "/items/" + sku, "{\"quantity\": 3}").expect(200);
        shop.eventually(
                "/orders/" + order,
                it -> it.number("/lines/0/quantity") == 3 && "CONFIRMED".equals(it.text("/status")));
        shop.put("/orders/" + order + "/shipping-address", ADDRESS).expect(200);
        shop.eventually("/orders/" + order, it -> "Eve".equals(it.text("/shippingAddress/name")));
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        shop.post("/orders/" + order + "/cancellation", "{\"reason\": \"changed my mind\"}")
                .expect(200);
        shop.eventually("/orders/" + order, it -> "CANCELLED".equals(it.text("/status")));
    }

    @Test
    void whatOnlyOperatorsDoACustomerCanNotEvenToItsOwn() {
        Shop shop = customer(ada);
        String path = "/orders/" + order;
        shop.post(path + "/discounts", "{\"amount\": %s, \"reason\": \"me\"}".formatted(Shop.gbp("1.00")))
                .expectProblem(403, "forbidden");
        shop.post(path + "/returns", "{}").expectProblem(403, "forbidden");
        shop.post(path + "/shipment", "{}").expectProblem(403, "forbidden");
    }

    @Test
    void whoIsAnAuditorTooReadsEverythingAndChangesOnlyItsOwn() {
        Shop shop = as(TOKENS.signed(Tokens.claims("eve", "customer", "auditor").claim("customer_id", eve)));

        shop.get("/orders/" + order).expect(200);
        shop.pay(order, "tok_ok").expectProblem(404, "order_not_found");
    }
}
