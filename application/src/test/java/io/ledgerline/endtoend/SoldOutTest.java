package io.ledgerline.endtoend;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SoldOutTest extends EndToEnd {

    private static final int CLIENTS = 64;

    /** For all of them together, on a machine that has other things to do. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final String customer = Shop.unique("c");

    @Test
    void givenFewPieces_whenTenTimesAsManyOrdersWantOneEach_thenWhoGetsNoneIsToldTheTruth() throws Exception {
        sellOut(30, 300);
    }

    @Test
    @Tag("faults")
    void givenAHundredPieces_whenAThousandOrdersWantOneEach_thenWhoGetsNoneIsToldTheTruth() throws Exception {
        sellOut(100, 1_000);
    }

    private void sellOut(int pieces, int orders) throws Exception {
        String sku = shop.listed("1.00", pieces);

        List<String> placed = placedByManyAtOnce(sku, orders);

        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(this::pendingOrders, List::isEmpty);
        Map<String, Long> statuses =
                placed.stream().map(this::outcome).collect(groupingBy(status -> status, counting()));
        assertThat(statuses).isEqualTo(Map.of("CONFIRMED", (long) pieces, "CANCELLED", (long) orders - pieces));
        shop.stock(
                sku,
                it -> it.number("/stock/onHand") == pieces
                        && it.number("/stock/reserved") == pieces
                        && it.number("/stock/available") == 0);
    }

    private List<String> placedByManyAtOnce(String sku, int orders) throws Exception {
        AtomicInteger left = new AtomicInteger(orders);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<String>>> placing = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        List<String> placed = new ArrayList<>();
                        while (left.getAndDecrement() > 0) {
                            placed.add(placed(sku));
                        }
                        return placed;
                    }))
                    .toList();
            List<String> placed = new ArrayList<>();
            for (Future<List<String>> each : placing) {
                placed.addAll(each.get());
            }
            return placed;
        } finally {
            clients.shutdownNow();
        }
    }

    /** As who is told that it took too long: the same again is no second order. */
    private String placed(String sku) {
        String form = Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1));
        String key = Shop.unique("k");
        return await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .until(() -> shop.post("/orders", form, "Idempotency-Key", key), it -> it.status() != 503)
                .expect(201)
                .text("/id");
    }

    private List<String> pendingOrders() {
        return shop.get("/orders?status=PENDING&customerId=" + customer)
                .expect(200)
                .items("orderId");
    }

    private String outcome(String order) {
        Answer decided = shop.decided(order);
        String status = String.valueOf(decided.text("/status"));
        if (status.equals("CANCELLED")) {
            assertThat(decided.text("/cancellation/code")).isEqualTo("insufficient_stock");
            assertThat(decided.number("/cancellation/lines/0/requested")).isEqualTo(1);
            // Less than one, so none: what it was told is what there was.
            assertThat(decided.number("/cancellation/lines/0/available")).isZero();
        }
        return status;
    }
}
