package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

/** What a shop sees of two nodes over the same databases. */
class TwoNodesTest {

    private static final int ORDERS = 40;

    /** What the goal is measured by. A machine that does other things, too, may be slower: that fails nothing. */
    private static final Duration FAR_TOO_LATE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void givenFollowersOnBothNodes_whenAnOrderChangesOnEither_thenAllSeeItAtOnce(Store store) throws IOException {
        try (Cluster cluster = Cluster.on(store);
                Program one = cluster.node("one");
                Program other = cluster.node("other")) {
            one.ensureRunning();
            other.ensureRunning();
            Shop here = new Shop(one.address());
            Shop there = new Shop(other.address());
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
                    "[nodes] %s: a change is seen live on both nodes after %d ms at the median, %d ms at p95, %d ms at most%n",
                    store, delays.get(ORDERS / 2), delays.get(ORDERS * 95 / 100), delays.get(ORDERS - 1));
            assertThat(delays.get(ORDERS - 1)).isLessThan(FAR_TOO_LATE.toMillis());
        }
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
            Awaitility.await().until(() -> !seen.isEmpty());
            Answer changed = changing.post("/orders/" + order + "/discounts", """
                            {"amount": %s, "reason": "seen everywhere"}""".formatted(Shop.gbp("0.10")))
                    .expect(200);
            long answered = System.nanoTime();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> seen.containsKey(changed.number("/version")));
            return Math.max(0, (seen.get(changed.number("/version")) - answered) / 1_000_000);
        } finally {
            follower.dispose();
        }
    }
}
