package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node for each role, and a database for each side. */
class ScaledApartTest {

    @ParameterizedTest
    @EnumSource
    void givenANodeForEachRoleAndADatabaseForEachSide_whenAShopIsRun_thenNobodyNotices(Store store) throws IOException {
        // Commands stay in their instance if the log is in PostgreSQL, so processes need some where they run.
        String processes = store == Store.POSTGRES ? "process,command" : "process";
        try (Cluster cluster = Cluster.onTwoDatabases(store)) {
            Shop orders = shop(cluster.node("orders", "--ledgerline.roles=command"));
            Shop reads = shop(cluster.node("reads", "--ledgerline.roles=query"));
            Program work = cluster.node("work", "--ledgerline.roles=" + processes);
            work.ensureRunning();

            String sku = Shop.unique("SKU-");
            orders.post("/products", Shop.product(sku, "Lamp", "2.00", 10)).expect(201);
            reads.await("/products/" + sku + "?minVersion=0&minStockVersion=0");
            String order = orders.placed(new Line(sku, 3));
            reads.await("/orders/" + order + "?minVersion=1");
            reads.confirmed(order);
            Answer paid = orders.pay(order, "tok_ok", "Prefer", "return=representation, wait=10")
                    .expect(201);
            assertThat(paid.text("/status")).isEqualTo("CAPTURED");
            reads.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
            assertThat(reads.follow("/orders/" + order)
                            .filter(event ->
                                    event.data() != null && event.data().contains("\"SHIPPED\""))
                            .doOnSubscribe(following -> ship(orders, order))
                            .blockFirst(Shop.PATIENCE))
                    .isNotNull();
            reads.stock(sku, stock -> stock.number("/stock/onHand") == 7);
            assertThat(reads.get("/orders/" + order + "/history").expect(200).items("type"))
                    .contains("order.OrderShipped", "catalog.StockDeducted", "payment.PaymentCaptured");

            orders.get("/orders/" + order).expect(404);
            reads.post("/orders", Shop.order("", new Line(sku, 1))).expect(405);
            assertThat(tables(cluster, "read")).isNotEmpty();
            assertThat(cluster.write()
                            .sql("select to_regclass('read.orders') is null")
                            .query(Boolean.class)
                            .single())
                    .as("nothing of the read side is in the write side's database")
                    .isTrue();
            assertThat(cluster.read()
                            .sql("select to_regclass('write.events') is null")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        }
    }

    private static Iterable<String> tables(Cluster cluster, String schema) {
        return cluster.read()
                .sql("select table_name from information_schema.tables where table_schema = ?")
                .param(schema)
                .query(String.class)
                .list();
    }

    private static void ship(Shop orders, String order) {
        orders.post("/orders/" + order + "/shipment", "{}").expect(200);
    }

    private static Shop shop(Program node) {
        node.ensureRunning();
        return new Shop(node.address());
    }
}
