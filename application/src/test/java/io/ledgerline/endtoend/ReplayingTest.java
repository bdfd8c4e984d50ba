package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was done to the world is done once, however often the log is read anew. */
class ReplayingTest extends EndToEnd {

    private static final List<String> VIEWS = List.of("audit", "orders", "payments", "products");

    /**
     * The provider's books and how often it was called, what is to happen later, what processes know, and the log; but for
     * that somebody has steered the program, which is noted there.
     */
    private static final List<String> WORLD = List.of(
            "write.sandbox_charges",
            "write.sandbox_refunds",
            "write.sandbox_requests",
            // Each minute something is tidied up, whatever is read anew.
            "write.alarms where task_name not in ('old-commands', 'old-idempotency-keys')",
            "write.saga",
            "write.saga_association",
            "write.dead_letter",
            "write.commands",
            "write.idempotency_keys",
            "write.events where type not like 'administration.%'");

    private static final List<String> ROWS = List.of(
            "read.orders",
            "read.orders_history",
            "read.products",
            "read.products_history",
            "read.stock",
            "read.stock_history",
            "read.payments",
            "read.payments_history",
            "read.audit where type not like 'administration.%'");

    @Test
    void givenPaymentsAndRefunds_whenAllThatCanBeIsReadAnew_thenNothingIsDoneAgain() {
        String sku = shop.listed("4.00", 100);
        String kept = paid(sku, "tok_flaky");
        String cancelled = paid(sku, "tok_ok");
        shop.post("/orders/" + cancelled + "/cancellation", "{\"reason\": \"changed my mind\"}")
                .expect(200);
        String returned = paid(sku, "tok_ok");
        shop.post("/orders/" + returned + "/shipment", "{}").expect(200);
        shop.post(
                        "/orders/" + returned + "/returns",
                        "{\"lines\": [{\"sku\": \"%s\", \"quantity\": 1}], \"reason\": \"broken\"}".formatted(sku))
                .expect(200);
        String declined = shop.placed(new Line(sku, 2));
        shop.confirmed(declined);
        String refused = shop.pay(declined, "tok_declined").expect(201).text("/id");
        shop.eventually("/payments/" + refused, it -> "DECLINED".equals(it.text("/status")));
        for (String order : List.of(cancelled, returned)) {
            shop.eventually("/orders/" + order, it -> it.amount("/refunded").signum() > 0);
        }
        shop.stock(sku, it -> it.number("/stock/reserved") == 4);
        Map<String, List<String>> world = atRest(WORLD);
        Map<String, List<String>> rows = atRest(ROWS);
        String books = books(kept, cancelled, returned, declined);

        shop.post("/admin/views/all/rebuild", "").expect(202);
        VIEWS.forEach(view -> done(view));
        shop.post("/admin/views/all/repair?from=1", "").expect(202);
        VIEWS.forEach(view -> done(view));
        List<String> read = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (JsonNode processor : shop.get("/admin/processors").expect(200).at("/items")) {
            String name = processor.get("name").asString();
            String reset = "/admin/processors/" + name + "/reset";
            if (processor.get("side").asString().equals("read")) {
                shop.post(reset, "").expect(200);
                read.add(name);
            } else {
                shop.post(reset, "").expectProblem(409, "processor_not_resettable");
                refusals.add(name);
            }
        }

        assertThat(read).contains("orders-view", "products-view", "payments-view", "audit");
        assertThat(refusals)
                .contains("order-process", "order-payments", "order-returns", "order-deadlines", "payment-process");
        shop.eventually(
                "/admin/processors", all -> all.items("lagEvents").stream().allMatch("0"::equals));
        assertThat(atRest(ROWS)).isEqualTo(rows);
        assertThat(atRest(WORLD)).isEqualTo(world);
        assertThat(books(kept, cancelled, returned, declined)).isEqualTo(books);
    }

    private String paid(String sku, String token) {
        String order = shop.placed(new Line(sku, 2));
        shop.confirmed(order);
        shop.pay(order, token).expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        return order;
    }

    private void done(String view) {
        Answer answer = shop.eventually("/admin/views/" + view, it -> !"running".equals(it.text("/rebuild/state")));
        assertThat(answer.text("/rebuild/state")).as(answer.body()).isEqualTo("completed");
    }

    /** What the provider says of these orders' payments. */
    private String books(String... orders) {
        List<String> payments = new ArrayList<>();
        for (String order : orders) {
            payments.addAll(shop.get("/payments?orderId=" + order).expect(200).items("paymentId"));
        }
        assertThat(payments).hasSize(4);
        List<String> charges = new ArrayList<>();
        for (JsonNode charge : shop.get("/sandbox/provider/charges").expect(200).at("/items")) {
            if (payments.contains(charge.get("paymentId").asString())) {
                charges.add(charge.toString());
            }
        }
        assertThat(charges).hasSize(4);
        return String.join("\n", charges);
    }

    /** All rows, once nothing goes on any more that tests before this may have begun. */
    private Map<String, List<String>> atRest(List<String> tables) {
        Map<String, List<String>> before = new TreeMap<>();
        return Awaitility.await()
                .atMost(Shop.PATIENCE)
                .pollInterval(java.time.Duration.ofMillis(500))
                .until(
                        () -> {
                            Map<String, List<String>> now = rows(tables);
                            boolean rests = now.equals(before);
                            before.clear();
                            before.putAll(now);
                            return rests ? now : Map.<String, List<String>>of();
                        },
                        rows -> !rows.isEmpty());
    }

    private Map<String, List<String>> rows(List<String> tables) {
        Map<String, List<String>> rows = new TreeMap<>();
        tables.forEach(table -> rows.put(
                table,
                program.jdbc()
                        .sql("select md5(t::text) from (select * from %s) t order by 1".formatted(table))
                        .query(String.class)
                        .list()));
        return rows;
    }
}
