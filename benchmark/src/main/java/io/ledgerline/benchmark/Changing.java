package io.ledgerline.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands on orders that are 20 events old. So many orders, and new ones in each run, that none gets much older. The limit
 * is to read that stream and to append to it.
 */
final class Changing implements Subject {

    private static final int ORDERS = 2_000;
    private static final int EVENTS = 20;
    private static final Duration AGE = Duration.ofDays(EVENTS);

    private final OpenShop shop;
    private final Options options;
    private final List<Measurement> limits = new ArrayList<>();
    private final List<Measurement> changes = new ArrayList<>();

    Changing(OpenShop shop, Options options) {
        this.shop = shop;
        this.options = options;
    }

    @Override
    public void warmUp() throws Exception {
        List<String> orders = orders();
        shop.measure(
                "warming up: orders of 20 events",
                () -> shop.generator().inTurn(options.clients(), Shop.moves(orders), options.warmUp()));
        shop.settle();
    }

    @Override
    public void measure() throws Exception {
        List<String> orders = orders();
        List<String> streams = orders.stream().map("order-"::concat).toList();
        limits.add(shop.measure(
                "limit: stream of 20 read, one appended",
                () -> shop.limits().readAndAppend(streams, EVENTS, options.seconds())));
        changes.add(shop.measure(
                "command on an order of 20 events",
                () -> shop.generator().inTurn(options.clients(), Shop.moves(orders), options.seconds())));
        shop.settle();
    }

    /** Placed, and then sent elsewhere again and again. */
    private List<String> orders() throws Exception {
        String order = place(shop.api(), shop.shop());
        List<String> orders;
        try (Connection connection = shop.program().connect()) {
            orders = Copies.ofStream(connection, "order-" + order).writeLonger(connection, ORDERS, EVENTS, AGE);
        }
        shop.settle();
        return orders;
    }

    private static String place(Api api, Shop shop) throws IOException, InterruptedException {
        String order = Api.expect(api.post("/orders", shop.order(new java.util.SplittableRandom())))
                .json()
                .path("id")
                .asString();
        Api.expect(api.put("/orders/" + order + "/shipping-address", Shop.address(1)));
        return order;
    }

    @Override
    public void report(Report report) {
        report.add(Row.plain("limit: stream of 20 events read, one appended", limits));
        report.add(Row.share("command on an order 20 events old", changes, limits, Goal.atLeast(0.25, 0.35)));
    }
}
