package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Processes that don't get on are seen, tried again, and ended without what they wait for. */
class StuckProcessesTest extends EndToEnd {

    private static final String ALL = "/admin/processes?olderThan=PT0S&limit=200";
    private static final String ORDER_PROCESS = "/admin/processors/order-process";

    @AfterEach
    void goOn() {
        if (shop != null) {
            // One of a test's own may have taken its place on Axon Server.
            program.ensureRunning();
            shop = new Shop(program.address());
            program.jdbc()
                    .sql("alter table if exists write.lost rename to saga_association")
                    .update();
            shop.post(ORDER_PROCESS + "/start", "").expect(200);
        }
    }

    @Test
    void givenAnOrderThatNobodyTakesOn_whenItIsAbandoned_thenItIsCancelledAndKeepsNoStock() {
        String sku = shop.listed("1.00", 5);
        shop.post(ORDER_PROCESS + "/pause", "").expect(200);
        String order = shop.placed(new Line(sku, 2));
        String id = "order:" + order;

        JsonNode stuck = item(shop.eventually(ALL, all -> item(all, id) != null), id);
        assertThat(stuck.get("state").asString()).isEqualTo("paused");
        assertThat(stuck.get("process").asString()).isEqualTo("order-fulfilment");
        assertThat(stuck.get("stream").asString()).isEqualTo("order-" + order);
        assertThat(stuck.get("canBeAbandoned").asBoolean()).isTrue();
        assertThat(item(shop.get("/admin/processes").expect(200), id))
                .as("not stuck for a minute")
                .isNull();

        shop.post("/admin/processes/" + id + "/retry", "").expectProblem(409, "processor_paused");
        shop.post("/admin/processes/" + id + "/abandon", "").expectProblem(422, "invalid_request");
        shop.post("/admin/processes/" + id + "/abandon", "", "X-Reason", "Mrs Byron called")
                .expect(200);

        Answer cancelled = shop.eventually("/orders/" + order, it -> "CANCELLED".equals(it.text("/status")));
        assertThat(cancelled.text("/cancellation/code")).isEqualTo("process_abandoned");
        shop.post("/admin/processes/" + id + "/abandon", "", "X-Reason", "again")
                .expectProblem(404, "process_not_found");
        Answer history = shop.get("/orders/" + order + "/history").expect(200);
        assertThat(history.text("/items/1/who")).isEqualTo("developer");
        assertThat(history.text("/items/1/why")).isEqualTo("Mrs Byron called");
        assertThat(new Tables(program.jdbc()).rowsWith("Mrs Byron")).isEmpty();

        shop.post(ORDER_PROCESS + "/start", "").expect(200);
        shop.eventually("/admin/processors", StuckProcessesTest::orderProcessIsThrough);
        shop.confirmed(shop.placed(new Line(sku, 5)));
    }

    @Test
    void givenAProcessThatFails_whenItIsMendedAndRetried_thenItGoesOnAtOnce() {
        String sku = shop.listed("1.00", 5);
        double before = failedBatches();
        rename("saga_association", "lost");
        String order = shop.placed(new Line(sku, 1));
        String id = "order:" + order;
        Answer stuck = shop.eventually(
                ALL,
                all -> item(all, id) != null
                        && item(all, id).get("state").asString().equals("failing")
                        && item(all, "processor:order-process") != null);
        assertThat(item(stuck, id).get("error").asString()).isEqualTo("PSQLException, SQLSTATE 42P01");
        Answer processors = shop.eventually("/admin/processors", StuckProcessesTest::orderProcessFails);
        assertThat(processors.body()).contains("PSQLException, SQLSTATE 42P01");

        // 1, 2 and 4 seconds after each other; the next one would be after 8.
        await().atMost(Shop.PATIENCE).until(() -> failedBatches() >= before + 4);
        rename("lost", "saga_association");
        shop.post("/admin/processes/" + id + "/retry", "").expect(200);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> "CONFIRMED".equals(shop.get("/orders/" + order).text("/status")));
        shop.eventually("/admin/processors", it -> !orderProcessFails(it));
    }

    private void rename(String table, String name) {
        program.jdbc()
                .sql("alter table write.%s rename to %s".formatted(table, name))
                .update();
    }

    private double failedBatches() {
        return metric("ledgerline.processor.batches?tag=processor:order-process&tag=outcome:failed");
    }

    private static boolean orderProcessFails(Answer processors) {
        return processors
                .json()
                .at("/items")
                .valueStream()
                .filter(it -> it.get("name").asString().equals("order-process"))
                .anyMatch(it -> it.get("state").asString().equals("error")
                        && !it.get("error").isNull());
    }

    @Test
    void givenAChangeThatNobodyTakesOn_whenItIsAbandoned_thenItIsTakenBack() {
        String sku = shop.listed("1.00", 9);
        String order = shop.placed(new Line(sku, 2));
        shop.confirmed(order);
        shop.post(ORDER_PROCESS + "/pause", "").expect(200);
        shop.put("/orders/" + order + "/items/" + sku, "{\"quantity\": 7}").expect(200);
        shop.eventually(ALL, all -> item(all, "order:" + order) != null);

        shop.post("/admin/processes/order:" + order + "/abandon", "", "X-Reason", "no time")
                .expect(200);
        shop.post(ORDER_PROCESS + "/start", "").expect(200);

        Answer asBefore = shop.confirmed(order);
        assertThat(asBefore.at("/lines/0/quantity").asInt()).isEqualTo(2);
        shop.stock(sku, it -> it.at("/stock/reserved").asInt() == 2);
    }

    /** With a program of its own, which waits for long before it asks again. */
    @Test
    void givenAProviderThatFails_whenItIsAskedAgainOrGivenUp_thenThePaymentIsCapturedOrHasFailed() throws IOException {
        try (Program patient = new Program(program.store(), "--ledgerline.payments.retry-delay=PT1M")) {
            patient.ensureRunning();
            Shop own = new Shop(patient.address());
            String sku = own.listed("1.00", 5);
            String order = own.placed(new Line(sku, 1));
            own.confirmed(order);

            String captured = own.pay(order, "tok_flaky").expect(201).text("/id");
            for (String attempt : new String[] {"2", "3"}) {
                JsonNode stuck = waitingFor(own, captured, attempt);
                assertThat(stuck.get("stream").asString()).isEqualTo("payment-" + captured);
                assertThat(stuck.get("nextTryAt").asString()).isNotBlank();
                own.post("/admin/processes/" + question(captured) + "/retry", "")
                        .expect(200);
            }
            own.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
            own.post("/admin/processes/" + question(captured) + "/retry", "").expectProblem(404, "process_not_found");

            String other = own.placed(new Line(sku, 1));
            own.confirmed(other);
            String failed = own.pay(other, "tok_flaky").expect(201).text("/id");
            waitingFor(own, failed, "2");
            own.post("/admin/processes/" + question(failed) + "/abandon", "", "X-Reason", "takes too long")
                    .expect(200);

            Answer payment = own.eventually("/payments/" + failed, it -> "FAILED".equals(it.text("/status")));
            assertThat(payment.text("/failureReason")).isEqualTo("abandoned");
            assertThat(item(own.get(ALL).expect(200), question(failed))).isNull();
            own.post("/admin/processes/" + question(failed) + "/abandon", "", "X-Reason", "again")
                    .expectProblem(404, "process_not_found");
            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> own.pay(other, "tok_ok").expect(201));
            own.eventually("/orders/" + other, it -> "PAID".equals(it.text("/status")));
        }
    }

    private static String question(String payment) {
        return "alarm:payment-capture:" + payment;
    }

    private static JsonNode waitingFor(Shop shop, String payment, String attempt) {
        String waitsFor = "sandbox, to be asked for the %s. time".formatted(attempt);
        return item(
                shop.eventually(ALL, all -> {
                    JsonNode item = item(all, question(payment));
                    return item != null && waitsFor.equals(item.get("waitsFor").asString());
                }),
                question(payment));
    }

    @Test
    void givenADeadline_whenItIsAbandoned_thenItIsRefused_andManyAreReadPageByPage() {
        String sku = shop.listed("1.00", 9);
        String order = shop.placed(new Line(sku, 1));
        shop.confirmed(order);
        shop.post("/admin/processes/alarm:order-payment-deadline:" + order + "/abandon", "", "X-Reason", "no")
                .expectProblem(409, "process_not_abandonable");
        shop.post("/admin/processes/processor:order-process/abandon", "", "X-Reason", "no")
                .expectProblem(409, "process_not_abandonable");
        shop.post("/admin/processes/nothing/retry", "").expectProblem(404, "process_not_found");
        shop.post("/admin/processes/processor:orders-view/retry", "").expectProblem(404, "process_not_found");
        shop.post("/admin/processes/processor:nonsense/retry", "").expectProblem(404, "process_not_found");
        shop.post("/admin/processes/alarm:payment-capture:none/retry", "").expectProblem(404, "process_not_found");
        shop.post("/admin/processes/order:nonsense/retry", "").expectProblem(404, "process_not_found");
        shop.post("/admin/processes/order:" + order + "/retry", "").expectProblem(404, "process_not_found");

        shop.post(ORDER_PROCESS + "/pause", "").expect(200);
        String one = shop.placed(new Line(sku, 1));
        String two = shop.placed(new Line(sku, 1));
        shop.eventually(ALL, all -> item(all, "order:" + one) != null && item(all, "order:" + two) != null);
        program.jdbc()
                .sql(
                        "update read.orders_history set recorded_from = now() - interval '1 hour' where order_id in (?, ?)")
                .params(one, two)
                .update();
        assertThat(allFrom(""))
                .doesNotHaveDuplicates()
                .contains("processor:order-process")
                .containsSubsequence(
                        Stream.of("order:" + one, "order:" + two).sorted().toList());
        await().atMost(Shop.PATIENCE).until(() -> metric("ledgerline.processes.stuck") >= 2);
        shop.get("/admin/processes?olderThan=soon").expectProblem(422, "invalid_request");
        shop.get("/admin/processes?limit=0").expectProblem(422, "invalid_request");
        shop.get("/admin/processes?cursor=x").expectProblem(422, "invalid_request");
    }

    /** One by one. */
    private List<String> allFrom(String cursor) {
        Answer page =
                shop.get("/admin/processes?olderThan=PT0S&limit=1" + cursor).expect(200);
        List<String> ids = new ArrayList<>(page.items("id"));
        if (page.text("/nextCursor") != null) {
            ids.addAll(allFrom("&cursor=" + page.text("/nextCursor")));
        }
        return ids;
    }

    private double metric(String path) {
        return shop.get("/actuator/metrics/" + path)
                .expect(200)
                .at("/measurements/0/value")
                .asDouble();
    }

    private static JsonNode item(Answer processes, String id) {
        return StreamSupport.stream(processes.at("/items").spliterator(), false)
                .filter(item -> id.equals(item.get("id").asString()))
                .findFirst()
                .orElse(null);
    }

    private static boolean orderProcessIsThrough(Answer processors) {
        return processors
                .json()
                .at("/items")
                .valueStream()
                .filter(it -> it.get("name").asString().equals("order-process"))
                .allMatch(it -> it.get("lagEvents").asLong() == 0);
    }
}
