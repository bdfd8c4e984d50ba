package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Views are made anew while the shop is open. */
class RebuildingTest extends EndToEnd {

    private static final List<String> VIEWS = List.of("audit", "orders", "payments", "products");

    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Map<String, Integer> histories = new ConcurrentHashMap<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger reads = new AtomicInteger();

    private Answer rebuilt(String view) {
        return shop.eventually("/admin/views/" + view, answer -> !"running".equals(answer.text("/rebuild/state")));
    }

    private void rebuild(String name) {
        Answer begun = shop.post("/admin/views/" + name + "/rebuild", "").expect(202);
        assertThat(begun.header("Location")).isEqualTo(name.equals("all") ? "/admin/views" : "/admin/views/" + name);
        (name.equals("all") ? VIEWS : List.of(name)).forEach(view -> {
            Answer state = rebuilt(view);
            assertThat(state.text("/rebuild/state")).as(state.body()).isEqualTo("completed");
        });
    }

    @Test
    void givenOrdersAreTakenAndRead_whenAllIsRebuilt_thenNobodyNoticesIt() throws Exception {
        String sku = shop.listed("2.00", 100_000);
        ExecutorService people = Executors.newFixedThreadPool(3);
        List<Future<?>> work = new ArrayList<>();
        try {
            work.add(people.submit(() -> buy(sku)));
            work.add(people.submit(() -> buy(sku)));
            work.add(people.submit(this::look));
            Awaitility.await().atMost(Shop.PATIENCE).until(() -> reads.get() > 50);

            rebuild("all");
            int before = reads.get();
            rebuild("all");

            assertThat(reads.get()).isGreaterThan(before);
        } finally {
            open.set(false);
            people.shutdown();
        }
        for (Future<?> it : work) {
            finish(it);
        }
        assertThat(seen).isNotEmpty();
        assertThat(histories).isNotEmpty();
        seen.forEach((order, version) -> assertThat(
                        shop.get("/orders/" + order).expect(200).number("/version"))
                .isGreaterThanOrEqualTo(version));
    }

    private static void finish(Future<?> work) throws Exception {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Each order is to be seen once it is placed. */
    private void buy(String sku) {
        while (open.get()) {
            String order = shop.placed(new Line(sku, 1));
            read(order, "?minVersion=0");
            shop.confirmed(order);
            Answer paid = shop.pay(order, "tok_ok").expect(201);
            assertThat(paid.text("/id")).isNotEmpty();
            read(order, "");
        }
    }

    private void look() {
        while (open.get()) {
            seen.keySet().forEach(order -> {
                read(order, "");
                readHistory(order);
            });
            assertThat(shop.get("/orders?limit=200")
                            .expect(200)
                            .json()
                            .at("/items")
                            .size())
                    .isGreaterThanOrEqualTo(Math.min(200, seen.size()));
        }
    }

    /** The history comes from a view of its own, which may be behind the orders', but never goes back. */
    private void readHistory(String order) {
        int known = histories.getOrDefault(order, 0);
        Answer answer = shop.get("/orders/" + order + "/history");
        if (answer.status() == 404 && known == 0) {
            return;
        }
        int length = answer.expect(200).json().at("/items").size();
        assertThat(length).as("history of order %s", order).isGreaterThanOrEqualTo(known);
        histories.merge(order, length, Math::max);
    }

    private void read(String order, String query) {
        long known = seen.getOrDefault(order, -1L);
        Answer answer =
                shop.get("/orders/" + order + query, "Prefer", "wait=10").expect(200);
        long version = answer.number("/version");
        assertThat(version).as("version of order %s", order).isGreaterThanOrEqualTo(known);
        seen.merge(order, version, Math::max);
        reads.incrementAndGet();
    }

    @Test
    void givenAWrongRow_whenItsViewIsRebuilt_thenItIsRightAgain() {
        String order = shop.placed(new Line(shop.listed("1.00", 5), 1));
        Answer right = shop.confirmed(order);
        assertThat(program.jdbc()
                        .sql("update read.orders set document = replace(document::text, 'CONFIRMED', 'PAID')::json,"
                                + " status = 'PAID', version = version + 1 where order_id = ?")
                        .param(order)
                        .update())
                .isOne();
        shop.eventually("/orders/" + order, wrong -> "PAID".equals(wrong.text("/status")));

        rebuild("orders");

        assertThat(shop.get("/orders/" + order).body()).isEqualTo(right.body());
        // And it goes on from there.
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, paid -> "PAID".equals(paid.text("/status")));
    }

    @Test
    void givenRowsAreWrongFromAPositionOn_whenTheViewIsRepaired_thenTheyAreRightAgain() {
        String sku = shop.listed("1.00", 5);
        String order = shop.placed(new Line(sku, 1));
        Answer right = shop.confirmed(order);
        long from = program.jdbc()
                .sql("select min(position) from read.audit where order_id = ?")
                .param(order)
                .query(Long.class)
                .single();
        assertThat(program.jdbc()
                        .sql("update read.orders set document = replace(document::text, 'CONFIRMED', 'PAID')::json,"
                                + " status = 'PAID' where order_id = ?")
                        .param(order)
                        .update())
                .isOne();
        assertThat(program.jdbc()
                        .sql("delete from read.orders_history where order_id = ? and version = 1")
                        .param(order)
                        .update())
                .isOne();

        Answer begun = shop.post("/admin/views/orders/repair?from=" + from, "").expect(202);
        assertThat(begun.header("Location")).isEqualTo("/admin/views/orders");
        Answer state = rebuilt("orders");

        assertThat(state.text("/rebuild/state")).as(state.body()).isEqualTo("completed");
        assertThat(state.number("/rebuild/from")).isEqualTo(from);
        assertThat(shop.get("/orders/" + order).body()).isEqualTo(right.body());
        assertThat(shop.get("/orders/" + order + "?version=1").expect(200).text("/status"))
                .isEqualTo("CONFIRMED");
        // And it goes on from there.
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, paid -> "PAID".equals(paid.text("/status")));
    }

    @Test
    void givenNoPositionOfTheLog_thenNothingIsRepaired() {
        for (String from : List.of("", "?from=", "?from=-1", "?from=x", "?from=999999999999")) {
            Answer answer = shop.post("/admin/views/orders/repair" + from, "").expectProblem(422, "invalid_request");
            assertThat(answer.text("/errors/0/field")).as(from).isEqualTo("from");
        }
        shop.post("/admin/views/sales/repair?from=1", "").expectProblem(404, "view_not_found");
    }

    @Test
    void givenARebuildIsCancelled_thenTheOldViewStays() {
        String order = shop.placed(new Line(shop.listed("1.00", 5), 1));
        Answer right = shop.confirmed(order);
        String table = "select 'read.orders'::regclass::oid::bigint";
        long before = program.jdbc().sql(table).query(Long.class).single();

        shop.post("/admin/views/orders/rebuild", "").expect(202);
        shop.send(HttpMethod.DELETE, "/admin/views/orders/rebuild", "").expect(202);

        String end = rebuilt("orders").text("/rebuild/state");
        assertThat(end).isIn("cancelled", "completed");
        long after = program.jdbc().sql(table).query(Long.class).single();
        assertThat(after == before).isEqualTo(end.equals("cancelled"));
        assertThat(shop.get("/orders/" + order).body()).isEqualTo(right.body());
    }

    @Test
    void givenARebuildIsFollowed_thenItsProgressIsTold() {
        shop.placed(new Line(shop.listed("1.00", 5), 1));
        shop.post("/admin/views/audit/rebuild", "").expect(202);

        List<String> states = shop.follow("/admin/views/audit")
                .filter(event -> event.data() != null)
                .mapNotNull(event -> event.event() + " " + event.data())
                .collectList()
                .block(Shop.PATIENCE);

        assertThat(states).isNotEmpty().allMatch(state -> state.startsWith("view {"));
        assertThat(states.get(states.size() - 1)).contains("\"state\":\"completed\"", "\"eventsPerSecond\":");
    }

    @Test
    void givenARebuild_thenItsProgressIsToldWhereItWasAskedFor() {
        shop.post("/admin/views/payments/rebuild", "").expect(202);
        rebuilt("payments");

        Answer progress = shop.get("/admin/views/payments/rebuild").expect(200);
        assertThat(progress.text("/rebuild/state")).isEqualTo("completed");
        assertThat(progress.body()).isEqualTo(shop.get("/admin/views/payments").body());
        assertThat(shop.follow("/admin/views/payments/rebuild")
                        .mapNotNull(event -> event.data())
                        .collectList()
                        .block(Shop.PATIENCE))
                .singleElement()
                .asString()
                .contains("\"state\":\"completed\"");
    }

    @Test
    void givenNoSuchView_thenThatIsSaid() {
        Stream.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)
                .map(method -> shop.send(method, "/admin/views/sales/rebuild", ""))
                .forEach(answer -> assertThat(answer.expect(404).text("/code")).isEqualTo("view_not_found"));
        assertThat(shop.get("/admin/views/sales").expect(404).text("/code")).isEqualTo("view_not_found");
        assertThat(shop.get("/admin/views").expect(200).json().findValuesAsString("name"))
                .containsExactlyElementsOf(VIEWS);
    }
}
