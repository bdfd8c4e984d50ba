package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A program on a log that an older one has written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvolvingEventsTest {

    private final Program program = new Program(Store.POSTGRES);
    private Shop shop;
    private EarlierRevisions earlier;

    @BeforeAll
    void start() {
        program.ensureRunning();
        shop = new Shop(program.address());
        earlier = new EarlierRevisions(program.jdbc());
    }

    @AfterAll
    void stop() throws IOException {
        program.close();
    }

    @Test
    void givenALogOfRevisionOne_whenTheProgramStarts_thenNothingCanBeToldFromTheOutside() {
        Confidences told = new Confidences(shop);
        told.tell();
        String sku = shop.listed("2.00", 10);
        String changed = "/orders/" + shop.placed(new Line(sku, 5));
        shop.confirmed(changed.substring("/orders/".length()));
        changeQuantity(changed, sku, 6);
        String payment =
                "/payments/" + shop.get("/payments?orderId=" + told.keptOrder()).text("/items/0/paymentId");
        List<String> reads = List.of(
                "/orders/" + told.keptOrder(),
                "/orders/" + told.keptOrder() + "/history?limit=200",
                "/orders/" + told.keptOrder() + "?version=4",
                payment,
                "/audit?limit=200&stream=" + payment.substring(1).replace('/', '-'),
                changed + "/history?limit=200",
                "/products/" + sku);
        Map<String, JsonNode> before = answers(reads);

        earlier.inLogAndAudit();
        program.restart();
        shop = new Shop(program.address());

        assertThat(storedInRevisionOne()).isEqualTo(new TreeSet<>(EarlierRevisions.events()));
        assertThat(answers(reads)).isEqualTo(before);
        rebuildAll();
        assertThat(answers(reads)).isEqualTo(before);
        Confidences again = told.askedAt(shop);
        assertThat(again.export()).contains(told.events()).doesNotContain("v1:");
        assertThat(again.audit()).contains(told.events()).doesNotContain("v1:");
        assertThat(shop.post("/admin/log/verify", "")
                        .expect(200)
                        .at("/verified")
                        .asBoolean())
                .as("sealed as it is written, whatever it is read as")
                .isTrue();

        changeQuantity(changed, sku, 7);
        returnOne(told.keptOrder(), 200);
        returnOne(told.keptOrder(), 409);
        shop.post(payment + "/refunds", """
                {"amount": %s, "reason": "once more"}""".formatted(Shop.gbp("100.00")))
                .expectProblem(409, "refund_exceeds_captured");

        again.forget();
        assertThat(again.histories() + again.audit() + again.export())
                .doesNotContain(told.all())
                .doesNotContain("v1:");
    }

    @Test
    void givenADeadLetterOfRevisionOne_whenItIsRetried_thenItIsAppliedInTodaysShape() {
        String sku = shop.listed("2.00", 10);
        String order = shop.placed(new Line(sku, 5));
        shop.confirmed(order);
        shop.stock(sku, it -> it.number("/stock/reserved") == 5);
        move(sku, "lost-" + sku);
        shop.put("/orders/" + order + "/items/" + sku, "{\"quantity\": 6}").expect(200);
        Answer letters = shop.eventually(
                "/admin/dead-letters", it -> it.items("sequence").contains("stock-" + sku));
        assertThat(letters.items("type")).containsOnly("catalog.ReservationChanged");

        earlier.inDeadLetters();
        move("lost-" + sku, sku);
        Answer retried =
                shop.post("/admin/dead-letters/products-view/retry", "").expect(200);

        assertThat(retried.number("/succeeded")).isEqualTo(1);
        assertThat(shop.get("/products/" + sku).expect(200).number("/stock/reserved"))
                .isEqualTo(6);
    }

    private Map<String, JsonNode> answers(List<String> paths) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        paths.forEach(path -> answers.put(path, shop.get(path).expect(200).json()));
        return answers;
    }

    private Set<String> storedInRevisionOne() {
        Set<String> found = new TreeSet<>();
        program.jdbc()
                .sql("select type, payload from write.events where revision = '1' and type in (:types)")
                .param("types", EarlierRevisions.events())
                .query(row -> {
                    String event = row.getString("type");
                    assertThat(EarlierRevisions.members(row.getString("payload")))
                            .as(event)
                            .isEqualTo(EarlierRevisions.goldenMembers(event));
                    found.add(event);
                });
        return found;
    }

    private void rebuildAll() {
        shop.post("/admin/views/all/rebuild", "").expect(202);
        List.of("audit", "orders", "payments", "products").forEach(view -> {
            Answer state = shop.eventually("/admin/views/" + view, it -> !"running".equals(it.text("/rebuild/state")));
            assertThat(state.text("/rebuild/state")).as(state.body()).isEqualTo("completed");
        });
    }

    private void changeQuantity(String order, String sku, int quantity) {
        shop.put(order + "/items/" + sku, "{\"quantity\": %d}".formatted(quantity))
                .expect(200);
        shop.stock(sku, it -> it.number("/stock/reserved") == quantity);
        shop.eventually(order, it -> "CONFIRMED".equals(it.text("/status")));
    }

    private void returnOne(String order, int status) {
        String sku = shop.get("/orders/" + order).text("/lines/0/sku");
        shop.post("/orders/" + order + "/returns", """
                {"lines": [{"sku": "%s", "quantity": 1}], "reason": "too"}""".formatted(sku)).expect(status);
    }

    private void move(String from, String to) {
        program.jdbc()
                .sql("update read.stock_history set sku = ? where sku = ?")
                .params(to, from)
                .update();
    }
}
