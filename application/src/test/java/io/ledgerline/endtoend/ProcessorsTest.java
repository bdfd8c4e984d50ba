package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Looking at processors and steering them. */
class ProcessorsTest extends EndToEnd {

    private static final String ORDERS = "/admin/processors/orders-view";

    /** Also if the store isn't there, and no test was run. */
    @AfterEach
    void goOn() {
        if (shop != null) {
            shop.post(ORDERS + "/start", "").expect(200);
        }
    }

    @Test
    void givenOrders_whenProcessorsAreListed_thenAllRunAndHaveCaughtUp() {
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));

        Answer caughtUp = shop.eventually(
                "/admin/processors", all -> all.items("lagEvents").stream().allMatch("0"::equals));

        assertThat(caughtUp.items("name"))
                .contains("orders-view", "products-view", "payments-view", "audit", "order-process", "payment-process")
                .isSorted();
        assertThat(caughtUp.items("state")).containsOnly("running");
        assertThat(caughtUp.items("lagSeconds")).containsOnly("0.0");
        JsonNode first = processor(caughtUp, "orders-view").at("/segments/0");
        assertThat(first.get("here").asBoolean()).isTrue();
        assertThat(first.get("position").asLong()).isPositive();
        assertThat(first.get("node").asString()).isNotBlank();
    }

    @Test
    void givenAPausedView_whenAnOrderIsPlaced_thenItLagsUntilItIsStarted() {
        String sku = shop.listed("1.00", 5);
        assertThat(shop.post(ORDERS + "/pause", "").expect(200).text("/state")).isEqualTo("paused");

        String order = shop.placed(new Line(sku, 1));
        Answer paused = shop.eventually("/admin/processors", all -> lag(all) > 0);

        assertThat(processor(paused, "orders-view").get("state").asString()).isEqualTo("paused");
        assertThat(processor(paused, "orders-view").get("lagSeconds").asDouble())
                .isGreaterThanOrEqualTo(0);
        shop.get("/orders/" + order).expectProblem(404, "order_not_found");
        shop.post(ORDERS + "/split", "").expectProblem(409, "processor_paused");
        assertThat(shop.post(ORDERS + "/start", "").expect(200).text("/state")).isEqualTo("running");
        shop.confirmed(order);
    }

    @Test
    void givenAProcessor_whenItIsSplitAndMerged_thenItHasASegmentMoreAndThenAsBefore() {
        int before = segments(shop.get("/admin/processors").expect(200));

        shop.post(ORDERS + "/split", "").expect(200);
        shop.eventually("/admin/processors", all -> segments(all) == before + 1 && allHere(all));
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));

        shop.post(ORDERS + "/merge", "").expect(200);
        shop.eventually("/admin/processors", all -> segments(all) == before && allHere(all));
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));
    }

    @Test
    void givenAView_whenItIsReset_thenItIsMadeAnewAndIsTheSame() {
        String order = shop.placed(new Line(shop.listed("1.00", 5), 1));
        String before = shop.confirmed(order).body();
        program.jdbc()
                .sql("delete from read.orders where order_id = ?")
                .param(order)
                .update();
        // The node that hasn't written it remembers it for a second.
        await().atMost(Shop.PATIENCE).until(() -> shop.get("/orders/" + order).status() == 404);

        shop.post(ORDERS + "/reset", "").expect(200);

        Answer after = shop.eventually(
                "/orders",
                orders -> orders.body().contains(order) && !orders.body().contains("PENDING"));
        assertThat(after.body()).contains(order);
        assertThat(shop.get("/orders/" + order).expect(200).body()).isEqualTo(before);
    }

    @Test
    void givenWhatMustNotBe_whenItIsAskedFor_thenItIsRefused() {
        for (String deed : List.of("pause", "start", "split", "merge", "reset")) {
            shop.post("/admin/processors/none/" + deed, "").expectProblem(404, "processor_not_found");
        }
        for (String process : List.of("order-process", "order-payments", "payment-process")) {
            shop.post("/admin/processors/%s/reset".formatted(process), "")
                    .expectProblem(409, "processor_not_resettable");
        }
        shop.post("/admin/processors/payments-view/merge", "").expectProblem(409, "only_segment");
        shop.post("/admin/processors/audit/split", "").expectProblem(409, "processor_not_splittable");
        shop.post(ORDERS + "/split?segment=99", "").expectProblem(404, "segment_not_found");
        shop.post(ORDERS + "/merge?segment=one", "").expectProblem(422, "invalid_request");
    }

    @Test
    void givenAnotherNodeThatHoldsASegment_whenTheViewIsReset_thenItIsRefusedAndGoesOn_andNobodyElseWaits() {
        String payments = "/admin/processors/payments-view";
        shop.post(payments + "/pause", "").expect(200);
        program.jdbc()
                .sql("""
                        update read.processor_token set owner = 'another', updated_at = ?
                        where processor_name = 'payments-view'""")
                .param(java.time.Instant.now().plusSeconds(60).toString())
                .update();

        CompletableFuture<Answer> reset = shop.postLater(payments + "/reset");
        await().atMost(Shop.PATIENCE).until(this::isReserved);
        String request = Shop.unique("request-");
        CompletableFuture<Answer> behindIt = shop.postLater(ORDERS + "/start", "X-Request-Id", request);
        shop.eventually(
                "/audit?requestId=" + request, found -> !found.items("type").isEmpty());
        shop.get("/admin/processors").expect(200);
        shop.get("/admin/processes").expect(200);
        shop.post("/customers/" + Shop.unique("nobody") + "/forget", "").expectProblem(404, "customer_not_found");
        assertThat(reset).isNotDone();
        assertThat(behindIt).isNotDone();

        reset.join().expectProblem(409, "segment_elsewhere");
        behindIt.join().expect(200);
        program.jdbc()
                .sql("update read.processor_token set owner = null where processor_name = 'payments-view'")
                .update();
        shop.post(payments + "/start", "").expect(200);
        shop.eventually(
                "/admin/processors",
                all -> processor(all, "payments-view").at("/segments/0/here").asBoolean());
    }

    private boolean isReserved() {
        return program.jdbc()
                .sql("select exists (select from write.processor_reservation where processor_name = 'payments-view')")
                .query(Boolean.class)
                .single();
    }

    private static JsonNode processor(Answer processors, String name) {
        return StreamSupport.stream(processors.at("/items").spliterator(), false)
                .filter(item -> name.equals(item.get("name").asString()))
                .findFirst()
                .orElseThrow();
    }

    private static long lag(Answer processors) {
        return processor(processors, "orders-view").get("lagEvents").asLong();
    }

    private static int segments(Answer processors) {
        return processor(processors, "orders-view").get("segments").size();
    }

    private static boolean allHere(Answer processors) {
        return StreamSupport.stream(
                        processor(processors, "orders-view").get("segments").spliterator(), false)
                .allMatch(segment -> segment.get("here").asBoolean());
    }
}
