package io.ledgerline.benchmark;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Orders that are placed, and that their process takes through the stock until they are confirmed. */
final class Confirming implements Subject {

    private final OpenShop shop;
    private final Options options;
    private final boolean hot;
    private final String what;
    private final List<Measurement> limits = new ArrayList<>();
    private final List<Measurement> confirmed = new ArrayList<>();
    private final List<Measurement> steady = new ArrayList<>();

    /** @param hot whether all orders want the same product, and nothing else */
    Confirming(OpenShop shop, Options options, boolean hot) {
        this.shop = shop;
        this.options = options;
        this.hot = hot;
        this.what = hot ? "placed to confirmed, one hot product" : "placed to confirmed, two lines";
    }

    private Supplier<Request> orders() {
        return hot ? shop.shop().ordersOfOneProduct() : shop.shop().orders();
    }

    @Override
    public void warmUp() throws Exception {
        shop.measure("warming up: " + what, () -> sustained(options.warmUp()));
        shop.settle();
    }

    @Override
    public void measure() throws Exception {
        limits.add(shop.measure("append limit", () -> shop.limits().append(options.seconds())));
        Measurement most = shop.measure(what, () -> sustained(options.seconds()));
        confirmed.add(most);
        shop.settle();
        if (!hot) {
            steady.add(shop.measure(what + ", at 70 %", () -> steady(Options.STEADY * most.rate())));
        }
    }

    private Measurement sustained(Duration time) throws Exception {
        return Sustained.measure(shop, orders(), options.clients(), time, options.underWay());
    }

    private Measurement steady(double rate) throws Exception {
        try (Connection log = shop.program().connect()) {
            long before = Sustained.last(log);
            Measurement placed = shop.generator().atRate(rate, orders(), options.seconds());
            shop.settle();
            return new Measurement(
                    placed.time(), Sustained.confirmed(log, before, Sustained.last(log)), placed.failures());
        }
    }

    @Override
    public void report(Report report) {
        if (hot) {
            report.add(Row.rate(what, confirmed, limits, Goal.atLeast(300, 1_000)));
            return;
        }
        report.add(Row.plain("append limit, everything on", limits));
        report.add(Row.share(what, confirmed, limits, Goal.atLeast(0.05, 0.12)));
        report.add(Row.p99(what + ", at 70 %, p99", steady, Goal.atMost(500)));
    }
}
