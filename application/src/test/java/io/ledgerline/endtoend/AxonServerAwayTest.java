package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;

/** Axon Server goes away while the shop is open, and comes back. */
class AxonServerAwayTest {

    private static final int CLIENTS = 4;

    /** A server that doesn't answer is noticed after six seconds; who asked before gives up after ten. */
    private static final Duration UNTIL_REFUSED = Duration.ofSeconds(15);

    private static final Duration UNTIL_NOTICED = Duration.ofSeconds(30);

    private static final Duration FAST = Duration.ofSeconds(1);

    enum How {
        CUT {
            @Override
            void away(Wire wire) throws IOException {
                wire.cut();
            }
        },
        HANGING {
            @Override
            void away(Wire wire) {
                wire.hang();
            }
        };

        abstract void away(Wire wire) throws IOException;
    }

    private final Map<String, String> placed = new ConcurrentHashMap<>();
    private volatile boolean enough;
    private Shop shop;

    @ParameterizedTest
    @EnumSource
    void givenAShop_whenAxonServerIsAwayForAWhile_thenCommandsFailFastAndReadsGoOnAndAfterItEverythingDoes(How how)
            throws Exception {
        try (Wire wire = new Wire(AxonServer.address());
                Program program = new Program(Store.AXON_SERVER, Program.AXON_SERVERS + wire.address())) {
            program.ensureRunning();
            shop = new Shop(program.address());
            String sku = shop.listed("1.00", 1_000_000);
            String before = shop.placed(new Line(sku, 1));
            String underWay = shop.placed(new Line(sku, 1));
            String read = shop.confirmed(before).body();
            shop.confirmed(underWay);
            List<String> seen = new CopyOnWriteArrayList<>();
            Disposable follower = shop.follow("/orders/" + underWay)
                    .mapNotNull(ServerSentEvent::data)
                    .subscribe(seen::add);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> shopping = new ArrayList<>();
            try {
                await().atMost(Shop.PATIENCE).until(() -> !seen.isEmpty());
                for (int i = 0; i < CLIENTS; i++) {
                    shopping.add(clients.submit(() -> buy(sku)));
                }
                awaitPlaced(20);
                shop.pay(underWay, "tok_slow").expect(201);

                long away = System.nanoTime();
                how.away(wire);
                await().atMost(UNTIL_REFUSED).untilAsserted(() -> refusedAtOnce(sku));
                System.out.printf(
                        "[axon-server] %s: refused at once %d ms after it was away%n",
                        how, (System.nanoTime() - away) / 1_000_000);
                readsGoOn(before, read);
                await().atMost(UNTIL_NOTICED)
                        .untilAsserted(
                                () -> shop.get("/actuator/health/readiness").expect(503));
                shop.get("/actuator/health/liveness").expect(200);
                refusedAtOnce(sku);
                readsGoOn(before, read);

                wire.mend();
                long mended = System.nanoTime();
                awaitPlaced(20);
                System.out.printf(
                        "[axon-server] %s: 20 orders placed %d ms after it was there again%n",
                        how, (System.nanoTime() - mended) / 1_000_000);
            } finally {
                enough = true;
                clients.shutdown();
            }
            for (Future<?> each : shopping) {
                each.get(1, TimeUnit.MINUTES);
            }

            nothingIsLostOrDoneTwice(program, sku);
            await().atMost(Shop.PATIENCE).until(() -> seen.stream().anyMatch(it -> it.contains("\"PAID\"")));
            follower.dispose();
            assertThat(shop.get("/sandbox/provider/charges")
                            .expect(200)
                            .body()
                            .split(shop.get("/payments?orderId=" + underWay).text("/items/0/paymentId")))
                    .as("one charge")
                    .hasSize(2);
            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> shop.get("/actuator/health").expect(200));
            assertThat(shop.get("/admin/dead-letters").expect(200).at("/items")).isEmpty();
            shop.post("/admin/log/verify", "").expect(200);
        }
    }

    /** Again with the same key until there is an answer, as the problem says. */
    private void buy(String sku) {
        while (!enough) {
            String key = Shop.unique("key-");
            Answer answer = place(sku, key);
            while (answer.status() == 503) {
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                answer = place(sku, key);
            }
            placed.put(key, answer.expect(201).text("/id"));
        }
    }

    private Answer place(String sku, String key) {
        return shop.post(
                "/orders",
                Shop.order("\"customerId\": \"c-%s\"".formatted(key), new Line(sku, 1)),
                "Idempotency-Key",
                key);
    }

    private void awaitPlaced(int more) {
        int before = placed.size();
        await().atMost(Shop.PATIENCE).until(() -> placed.size() >= before + more);
    }

    private void refusedAtOnce(String sku) {
        long asked = System.nanoTime();
        Answer answer = shop.post("/orders", Shop.order("", new Line(sku, 1)));
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        answer.expectProblem(503, "store_unavailable");
        assertThat(answer.header("Retry-After")).isNotBlank();
        assertThat(took).isLessThan(FAST);
    }

    private void readsGoOn(String order, String read) {
        assertThat(shop.get("/orders/" + order).expect(200).body()).isEqualTo(read);
        shop.get("/orders?limit=2").expect(200);
        shop.get("/orders/" + order + "?version=0").expect(200);
        assertThat(shop.get("/orders/" + order + "/history").expect(200).at("/items"))
                .isNotEmpty();
    }

    private void nothingIsLostOrDoneTwice(Program program, String sku) {
        Log log = new Log(program);
        assertThat(placed.values()).doesNotHaveDuplicates().allSatisfy(order -> {
            shop.confirmed(order);
            assertThat(log.stream("order-" + order))
                    .extracting(Log.Entry::type)
                    .containsExactly("order.OrderPlaced", "order.OrderConfirmed");
        });
        shop.stock(sku, it -> it.number("/stock/reserved") == placed.size() + 2);
    }
}
