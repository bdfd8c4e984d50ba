package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads of an order by its id. The limit is to read its row by its key, from the same table. */
final class Reading implements Subject {

    private static final int ORDERS = 5_000;
    private static final String ANY = "select order_id from read.orders order by md5(order_id) limit " + ORDERS;

    private final OpenShop shop;
    private final Options options;
    private final List<Measurement> limits = new ArrayList<>();
    private final List<Measurement> reads = new ArrayList<>();

    Reading(OpenShop shop, Options options) {
        this.shop = shop;
        this.options = options;
    }

    @Override
    public void warmUp() throws Exception {
        while (shop.number("select count(*) from read.orders") < ORDERS) {
            shop.generator().inTurn(options.clients(), shop.shop().orders(), Duration.ofSeconds(2));
            shop.settle();
        }
        List<String> orders = shop.texts(ANY);
        shop.measure(
                "warming up: GET /orders/{id}",
                () -> shop.generator().inTurn(options.clients(), Shop.reads(orders), options.warmUp()));
    }

    @Override
    public void measure() throws Exception {
        List<String> orders = shop.texts(ANY);
        limits.add(shop.measure("limit: row read by key", () -> shop.limits().readByKey(orders, options.seconds())));
        reads.add(shop.measure(
                "GET /orders/{id}",
                () -> shop.generator().inTurn(options.clients(), Shop.reads(orders), options.seconds())));
    }

    @Override
    public void report(Report report) {
        report.add(Row.plain("limit: row read by its key", limits));
        report.add(Row.share("GET /orders/{id}", reads, limits, Goal.atLeast(0.15, 0.25)));
        report.add(Row.p99("GET /orders/{id}, p99", reads, Goal.atMost(10)));
    }
}
