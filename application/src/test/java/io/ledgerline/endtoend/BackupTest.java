package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A backup that was taken while the shop was open is restored elsewhere, where the world has gone on since. */
class BackupTest {

    private final List<String> placed = new CopyOnWriteArrayList<>();
    private volatile boolean enough;

    @Test
    void givenABackupOfAShopThatWasOpen_whenItIsRestoredElsewhere_thenAllOfItIsThereAndGoesOnAndNobodyIsRemembered()
            throws Exception {
        try (Cluster here = Cluster.on(Store.POSTGRES);
                Cluster there = Cluster.on(Store.POSTGRES);
                Program program = here.node("here", "--ledgerline.payments.sandbox.slow-delay=PT3S");
                Program restored = there.node("there")) {
            program.ensureRunning();
            Shop shop = new Shop(program.address());
            String sku = shop.listed("2.00", 1_000_000);
            String forgotten = ordered(shop, sku, "forgotten-before");
            shop.post("/customers/forgotten-before/forget", "").expect(200);
            String remembered = ordered(shop, sku, "forgotten-after");
            String paid = ordered(shop, sku, "paid");
            shop.pay(paid, "tok_ok").expect(201);
            String before = shop.eventually("/orders/" + paid, it -> "PAID".equals(it.text("/status")))
                    .body();
            shop.post("/admin/log/verify", "").expect(200);
            String receipt = shop.get("/admin/log").expect(200).body();
            String underWay = ordered(shop, sku, "under-way");

            ExecutorService client = Executors.newSingleThreadExecutor();
            Future<?> shopping = client.submit(() -> {
                while (!enough) {
                    placed.add(shop.placed(new Line(sku, 1)));
                }
            });
            await().atMost(Shop.PATIENCE).until(() -> placed.size() > 5);
            shop.pay(underWay, "tok_slow").expect(201);
            List<String> sure = List.copyOf(placed);
            Dump dump = Dump.of(here.writeDatabase());
            int during = placed.size();
            await().atMost(Shop.PATIENCE).until(() -> placed.size() > during + 5);
            enough = true;
            shopping.get(1, TimeUnit.MINUTES);
            client.shutdown();

            // What the provider, and whoever keeps the list of the forgotten, know later.
            shop.eventually("/orders/" + underWay, it -> "PAID".equals(it.text("/status")));
            String lost = ordered(shop, sku, "lost");
            String lostPayment = shop.pay(lost, "tok_ok").expect(201).text("/id");
            shop.eventually("/orders/" + lost, it -> "PAID".equals(it.text("/status")));
            shop.post("/customers/forgotten-after/forget", "").expect(200);
            String list = shop.get("/admin/forgotten-customers").expect(200).body();
            program.stop();
            Dump provider = Dump.of(here.writeDatabase(), table -> table.contains("sandbox_"));

            dump.restore(there.writeDatabase());
            provider.restore(there.writeDatabase());
            restored.ensureRunning();
            Shop anew = new Shop(restored.address());

            anew.eventually(
                    "/admin/processors", all -> all.items("lagEvents").stream().allMatch("0"::equals));
            assertThat(anew.get("/orders/" + paid).expect(200).body()).isEqualTo(before);
            assertThat(sure).allSatisfy(order -> anew.confirmed(order));
            anew.get("/orders/" + lost).expect(404);
            assertThat(anew.post("/admin/log/verify", receipt).expect(200).text("/verified"))
                    .isEqualTo("true");

            assertThat(name(anew, forgotten)).isNull();
            assertThat(name(anew, remembered)).as("the backup is older").isEqualTo("Ada");
            anew.post("/admin/forgotten-customers", list).expect(200);
            assertThat(name(anew, remembered)).isNull();
            assertThat(name(anew, paid)).isEqualTo("Ada");

            anew.eventually("/orders/" + underWay, it -> "PAID".equals(it.text("/status")));
            assertThat(anew.post("/admin/reconciliation", "")
                            .expect(200)
                            .at("/differences")
                            .toString())
                    .contains(lostPayment, "unknown_to_log")
                    .doesNotContain(anew.get("/payments?orderId=" + underWay).text("/items/0/paymentId"));

            anew.confirmed(anew.placed(new Line(sku, 1)));
            assertThat(anew.get("/admin/dead-letters").expect(200).at("/items")).isEmpty();
            assertThat(anew.post("/admin/log/verify", receipt).expect(200).text("/verified"))
                    .isEqualTo("true");
        }
    }

    private static String ordered(Shop shop, String sku, String customer) {
        String order =
                shop.placed("\"customerId\": \"%s\", \"customerName\": \"Ada\"".formatted(customer), new Line(sku, 1));
        shop.confirmed(order);
        return order;
    }

    private static String name(Shop shop, String order) {
        return shop.get("/orders/" + order).expect(200).text("/customerName");
    }
}
