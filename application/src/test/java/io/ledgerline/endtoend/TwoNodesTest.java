package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.axoniq.axonserver.connector.ResultStream;
import io.axoniq.axonserver.connector.admin.AdminChannel;
import io.axoniq.axonserver.grpc.admin.EventProcessor;
import io.axoniq.axonserver.grpc.admin.EventProcessorInstance;
import io.ledgerline.endtoend.Shop.Line;
import io.ledgerline.processing.NodeIdInUse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** What a shop and an administrator see of two nodes over the same databases. */
class TwoNodesTest {

    private static final int ORDERS = 40;

    /** What the goal is measured by. A machine that does other things, too, may be slower: that fails nothing. */
    private static final Duration FAR_TOO_LATE = Duration.ofSeconds(10);

    private static final String ORDERS_VIEW = "/admin/processors/orders-view";

    private static TwoNodes nodes;

    /** On one store. */
    private static final class TwoNodes {

        private final Store store;
        private final Cluster cluster;
        private final Program one;
        private final Program other;

        TwoNodes(Store store) {
            this.store = store;
            cluster = Cluster.on(store);
            one = cluster.node("one");
            other = cluster.node("other");
        }
    }

    private Shop here;
    private Shop there;

    /** The nodes of the store before, if it is another, are stopped. */
    private void open(Store store) throws IOException {
        if (nodes == null || nodes.store != store) {
            close();
            nodes = new TwoNodes(store);
        }
        nodes.one.ensureRunning();
        nodes.other.ensureRunning();
        here = new Shop(nodes.one.address());
        there = new Shop(nodes.other.address());
    }

    @AfterEach
    void goOn() {
        if (here != null) {
            here.post(ORDERS_VIEW + "/start", "").expect(200);
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (nodes != null) {
            nodes.cluster.close();
            nodes = null;
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenFollowersOnBothNodes_whenAnOrderChangesOnEither_thenAllSeeItAtOnce(Store store) throws IOException {
        open(store);
        String sku = here.listed("1.00", 1_000);
        there.await("/products/" + sku + "?minVersion=0&minStockVersion=0");

        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            Shop changing = i % 2 == 0 ? here : there;
            Shop following = i % 4 < 2 ? here : there;
            String order = changing.placed(new Line(sku, 1));
            there.await("/orders/" + order + "?minVersion=1");
            delays.add(untilSeen(order, changing, following));
        }

        Collections.sort(delays);
        System.out.printf(
                "[nodes] %s: a change is seen live on either node after %d ms at the median, %d ms at p95, %d ms at most%n",
                store, delays.get(ORDERS / 2), delays.get(ORDERS * 95 / 100), delays.get(ORDERS - 1));
        assertThat(delays.get(ORDERS - 1)).isLessThan(FAR_TOO_LATE.toMillis());
    }

    /**
     * @return milliseconds from the answer to a change until its follower has it
     */
    private static long untilSeen(String order, Shop changing, Shop following) {
        Map<Long, Long> seen = new ConcurrentHashMap<>();
        Disposable follower = following
                .follow("/orders/" + order)
                .filter(event -> event.data() != null)
                .subscribe(event -> seen.put(Long.parseLong(event.id()), System.nanoTime()));
        try {
            await().until(() -> !seen.isEmpty());
            Answer changed = changing.post("/orders/" + order + "/discounts", """
                            {"amount": %s, "reason": "seen everywhere"}""".formatted(Shop.gbp("0.10")))
                    .expect(200);
            long answered = System.nanoTime();
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> seen.containsKey(changed.number("/version")));
            return Math.max(0, (seen.get(changed.number("/version")) - answered) / 1_000_000);
        } finally {
            follower.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenTwoNodes_whenOneGoesAndComesBack_thenTheyShareTheSegmentsAndTheOtherHasThemMeanwhile(Store store)
            throws IOException {
        open(store);
        awaitShared("orders-view", 2);
        awaitShared("order-process", 4);
        String sku = here.listed("1.00", 100);

        nodes.other.stop();
        long stopped = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(owners("order-process")).containsOnly("one").hasSize(4);
            assertThat(owners("orders-view")).containsOnly("one").hasSize(2);
        });
        System.out.printf(
                "[nodes] %s: all segments taken over %d ms after the other node has stopped%n",
                store, (System.nanoTime() - stopped) / 1_000_000);
        here.confirmed(here.placed(new Line(sku, 1)));

        nodes.other.ensureRunning();
        awaitShared("orders-view", 2);
        awaitShared("order-process", 4);
        there = new Shop(nodes.other.address());
        there.confirmed(there.placed(new Line(sku, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void givenAViewIsPausedOnOneNode_whenTheOtherIsStartedAnew_thenItRestsThereTooUntilItIsStarted(Store store)
            throws IOException {
        open(store);
        String sku = here.listed("1.00", 100);
        awaitShared("orders-view", 2);

        assertThat(here.post(ORDERS_VIEW + "/pause", "").expect(200).text("/state"))
                .isEqualTo("paused");
        assertThat(state(there)).isEqualTo("paused");
        assertThat(owners("orders-view")).containsOnly("nobody");
        nodes.other.restart();
        there = new Shop(nodes.other.address());
        String order = there.placed(new Line(sku, 1));

        there.get("/orders/" + order + "?minVersion=0", "Prefer", "wait=3").expect(404);
        assertThat(state(there)).isEqualTo("paused");
        there.post(ORDERS_VIEW + "/start", "").expect(200);
        here.confirmed(order);
        await().untilAsserted(() -> assertThat(state(here)).isEqualTo("running"));
    }

    @ParameterizedTest
    @EnumSource
    void givenASharedView_whenItIsSplitMergedAndReset_thenOneNodeDoesItAndBothGoOn(Store store) throws IOException {
        open(store);
        String sku = here.listed("1.00", 100);
        String order = here.placed(new Line(sku, 1));
        String before = here.confirmed(order).body();
        awaitShared("orders-view", 2);

        here.post(ORDERS_VIEW + "/split", "").expect(200);
        awaitShared("orders-view", 3);
        there.post(ORDERS_VIEW + "/merge", "").expect(200);
        awaitShared("orders-view", 2);
        nodes.cluster
                .read()
                .sql("delete from read.orders where order_id = ?")
                .param(order)
                .update();
        there.post(ORDERS_VIEW + "/reset", "").expect(200);

        here.eventually(
                "/orders", all -> all.body().contains(order) && !all.body().contains("PENDING"));
        assertThat(here.get("/orders/" + order).expect(200).body()).isEqualTo(before);
        awaitShared("orders-view", 2);
        there.confirmed(there.placed(new Line(sku, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void givenASharedView_whenItIsRebuiltOnOneNode_thenTheOtherCanNotAndBothReadTheNewOne(Store store)
            throws IOException, SQLException {
        open(store);
        String sku = here.listed("1.00", 100);
        String order = here.placed(new Line(sku, 1));
        here.confirmed(order);
        awaitShared("orders-view", 2);
        assertThat(nodes.cluster
                        .read()
                        .sql("update read.orders set status = 'PAID', document = replace(document::text, 'CONFIRMED',"
                                + " 'PAID')::json where order_id = ?")
                        .param(order)
                        .update())
                .isOne();

        try (Connection reader = nodes.cluster.readDatabase().getConnection()) {
            // The new one can't take the place of the old as long as that is being read.
            reader.setAutoCommit(false);
            reader.createStatement().execute("lock table read.orders in access share mode");
            there.post("/admin/views/orders/rebuild", "").expect(202);
            here.post("/admin/views/orders/rebuild", "").expectProblem(409, "rebuild_in_progress");
            reader.rollback();
        }
        here.eventually("/admin/views/orders", view -> "completed".equals(view.text("/rebuild/state")));

        assertThat(here.get("/orders/" + order).text("/status")).isEqualTo("CONFIRMED");
        assertThat(there.get("/orders/" + order).text("/status")).isEqualTo("CONFIRMED");
        here.confirmed(there.placed(new Line(sku, 1)));
    }

    /** By what the dashboard itself asks the server for. */
    @ParameterizedTest
    @EnumSource(names = "AXON_SERVER")
    void givenTwoNodes_whenTheDashboardPausesStartsSplitsAndMerges_thenItIsDoneOnBothAndTheDashboardShowsIt(Store store)
            throws Exception {
        open(store);
        String sku = here.listed("1.00", 100);
        awaitShared("orders-view", 2);
        AdminChannel dashboard = nodes.one
                .bean(AxonServerConnectionManager.class)
                .getConnection()
                .adminChannel();
        awaitShown(dashboard, "orders-view", true, 2);
        awaitShown(dashboard, "audit", true, 1);
        String tokens = shown(dashboard, "orders-view").getIdentifier().getTokenStoreIdentifier();

        dashboard.pauseEventProcessor("orders-view", tokens).get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(owners("orders-view")).containsOnly("nobody"));
        nodes.other.restart();
        there = new Shop(nodes.other.address());
        String order = there.placed(new Line(sku, 1));
        there.get("/orders/" + order + "?minVersion=0", "Prefer", "wait=2").expect(404);
        awaitShown(dashboard, "orders-view", false, 0);
        dashboard.startEventProcessor("orders-view", tokens).get(10, TimeUnit.SECONDS);
        here.confirmed(order);
        awaitShared("orders-view", 2);

        dashboard.splitEventProcessor("orders-view", tokens).get(10, TimeUnit.SECONDS);
        awaitShared("orders-view", 3);
        awaitShown(dashboard, "orders-view", true, 3);
        dashboard.mergeEventProcessor("orders-view", tokens).get(10, TimeUnit.SECONDS);
        awaitShared("orders-view", 2);
        awaitShown(dashboard, "orders-view", true, 2);
        here.confirmed(there.placed(new Line(sku, 1)));

        assertThat(dashboard.splitEventProcessor("audit", tokens))
                .as("what keeps the order of the whole log")
                .failsWithin(Duration.ofSeconds(10));
        awaitShown(dashboard, "audit", true, 1);
    }

    /** Both nodes, by their ids, and the segments of either. */
    private static void awaitShown(AdminChannel dashboard, String processor, boolean running, int segments) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<EventProcessorInstance> instances = shown(dashboard, processor).getClientInstanceList();
            assertThat(instances)
                    .extracting(EventProcessorInstance::getClientId, EventProcessorInstance::getIsRunning)
                    .containsExactlyInAnyOrder(tuple("one", running), tuple("other", running));
            assertThat(instances.stream()
                            .mapToInt(EventProcessorInstance::getClaimedSegmentCount)
                            .sum())
                    .isEqualTo(segments);
        });
    }

    private static EventProcessor shown(AdminChannel dashboard, String processor) {
        try (ResultStream<EventProcessor> all = dashboard.eventProcessorsByComponent("ledgerline")) {
            for (EventProcessor next = all.next(); next != null; next = all.next()) {
                if (next.getIdentifier().getProcessorName().equals(processor)) {
                    return next;
                }
            }
            throw new AssertionError(processor + " isn't shown");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenARunningNode_whenAnotherIsStartedUnderItsId_thenThatOneRefuses(Store store) throws IOException {
        open(store);
        Program third = nodes.cluster.node("one");

        assertThatThrownBy(third::ensureRunning)
                .rootCause()
                .isInstanceOf(NodeIdInUse.class)
                .hasMessageContaining("one");
    }

    private static void awaitShared(String processor, int segments) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(owners(processor))
                        .hasSize(segments)
                        .contains("one", "other")
                        .doesNotContain("nobody")
                        .satisfies(owners -> assertThat(Math.abs(2 * Collections.frequency(owners, "one") - segments))
                                .isLessThan(2)));
    }

    private static List<String> owners(String processor) {
        String side = processor.endsWith("view") ? "read" : "write";
        return (side.equals("read") ? nodes.cluster.read() : nodes.cluster.write())
                .sql("select coalesce(owner, 'nobody') from %s.processor_token where processor_name = ?"
                        .formatted(side))
                .param(processor)
                .query(String.class)
                .list();
    }

    private static String state(Shop shop) {
        for (JsonNode processor : shop.get("/admin/processors").expect(200).at("/items")) {
            if (processor.get("name").asString().equals("orders-view")) {
                return processor.get("state").asString();
            }
        }
        throw new AssertionError("There is no orders-view");
    }
}
