package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Orders of two lines that are placed, and stay pending; and how soon they are seen. */
final class Placing implements Subject {

    private final OpenShop shop;
    private final Options options;
    private final boolean alone;
    private final boolean withKey;
    private final List<Measurement> limits = new ArrayList<>();
    private final List<Measurement> orders = new ArrayList<>();
    private final List<Measurement> withKeys = new ArrayList<>();
    private final List<Measurement> steady = new ArrayList<>();
    private final List<Measurement> seen = new ArrayList<>();

    /**
     * @param alone whether they are placed at a rate, too, and looked for in the view
     * @param withKey whether they are placed with an idempotency key, too
     */
    Placing(OpenShop shop, Options options, boolean alone, boolean withKey) {
        this.shop = shop;
        this.options = options;
        this.alone = alone;
        this.withKey = withKey;
    }

    @Override
    public void warmUp() throws Exception {
        Measurement placed = shop.measure(
                "warming up: POST /orders",
                () -> shop.generator().inTurn(options.clients(), shop.shop().orders(), options.warmUp()));
        if (alone) {
            steady("warming up: POST /orders at 70 %", Options.STEADY * placed.rate(), options.warmUp());
        }
        if (withKey) {
            shop.measure(
                    "warming up: with Idempotency-Key",
                    () -> shop.generator().inTurn(options.clients(), shop.shop().ordersWithKey(), options.warmUp()));
        }
        shop.settle();
    }

    @Override
    public void measure() throws Exception {
        limits.add(shop.measure("append limit", () -> shop.limits().append(options.seconds())));
        Measurement placed = shop.measure(
                "POST /orders",
                () -> shop.generator().inTurn(options.clients(), shop.shop().orders(), options.seconds()));
        orders.add(placed);
        shop.settle();
        if (withKey) {
            withKeys.add(shop.measure(
                    "POST /orders with Idempotency-Key",
                    () -> shop.generator().inTurn(options.clients(), shop.shop().ordersWithKey(), options.seconds())));
            shop.settle();
        }
        if (alone) {
            Steady measured = steady("POST /orders at 70 %", Options.STEADY * placed.rate(), options.seconds());
            steady.add(measured.orders());
            seen.add(measured.seen());
            shop.settle();
        }
    }

    private record Steady(Measurement orders, Measurement seen) {}

    private Steady steady(String what, double rate, Duration time) throws Exception {
        Sight sight = new Sight(shop.http());
        Measurement placed = shop.measure(
                what, () -> shop.generator().atRate(rate, shop.shop().orders(), time, sight));
        Measurement seeing = sight.end();
        shop.out().printf("  %-44s %s%n", "seen in the view", seeing);
        return new Steady(placed, seeing);
    }

    @Override
    public void report(Report report) {
        report.add(Row.plain("append limit, %d connections".formatted(options.clients()), limits));
        report.add(Row.share(
                "POST /orders, %d clients".formatted(options.clients()), orders, limits, Goal.atLeast(0.25, 0.35)));
        if (alone) {
            report.add(Row.p99("POST /orders at 70 %, p99", steady, Goal.atMost(25)));
            report.add(Row.p99("answer to seen in the view at 70 %, p99", seen, Goal.atMost(50, 20)));
        }
        if (withKey) {
            report.add(Row.share(
                    "POST /orders with Idempotency-Key; limit: without", withKeys, orders, Goal.atLeast(0.8, 0.95)));
        }
    }

    /** From the answer to a command until its change is read from the view; of some, so that they cost little. */
    private static final class Sight implements Consumer<Answer> {

        private static final int EVERY = 25;

        private final Http http;
        private final Generator.Run run = new Generator.Run();
        private int commands;

        Sight(Http http) {
            this.http = http;
            http.run(run::begin);
        }

        @Override
        public void accept(Answer answer) {
            if (commands++ % EVERY == 0) {
                look(answer);
            }
        }

        private void look(Answer answer) {
            long answered = System.nanoTime();
            run.begin();
            Request read = Shop.readOfWhatWasWritten(answer);
            http.send(read, seen -> {
                run.count(read, seen, answered);
                run.end();
            });
        }

        Measurement end() {
            http.run(run::end);
            return run.finished();
        }
    }
}
