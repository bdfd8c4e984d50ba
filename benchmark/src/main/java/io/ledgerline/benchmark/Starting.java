package io.ledgerline.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A start on a log that is there already, until an order is answered; and the memory that the program takes (without its
 * PostgreSQL) at rest, and at most while it is under load.
 */
final class Starting {

    private static final int EVENTS = 100_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration REST = Duration.ofSeconds(10);

    private final OpenShop shop;
    private final Options options;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> atRest = new ArrayList<>();
    private final List<Double> underLoad = new ArrayList<>();

    Starting(OpenShop shop, Options options) {
        this.shop = shop;
        this.options = options;
    }

    void measure(Report report) throws Exception {
        shop.fill(EVENTS);
        String order = shop.texts("select max(order_id) from read.orders").get(0);
        for (int run = 1; run <= options.runs(); run++) {
            shop.stop();
            long began = System.nanoTime();
            shop.program().launchAgain();
            awaitAnswer(order);
            seconds.add(OpenShop.seconds(began));
            shop.program().awaitReady();
            TimeUnit.NANOSECONDS.sleep(REST.toNanos());
            Memory.now(shop.program().process()).ifPresent(atRest::add);
            shop.measure(
                    "orders, confirmed, after a start",
                    () -> Sustained.measure(
                            shop,
                            shop.shop().orders(),
                            options.clients(),
                            options.warmUp().plus(options.seconds()),
                            options.underWay()));
            shop.settle();
            Memory.most(shop.program().process()).ifPresent(underLoad::add);
            shop.out()
                    .printf(
                            "Run %d of %d: first answer after %.1f s; MB at rest %s, under load %s%n",
                            run, options.runs(), seconds.get(seconds.size() - 1), last(atRest), last(underLoad));
        }
        report(report);
    }

    private void awaitAnswer(String order) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (shop.api().get("/orders/" + order).status() != 200) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("No answer: " + shop.program().lastWords());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private static String last(List<Double> figures) {
        return figures.isEmpty() ? "unknown" : "%.0f".formatted(figures.get(figures.size() - 1));
    }

    private void report(Report report) throws IOException {
        boolean old = options.javaFeature() < 25;
        report.add(Row.of("start on 100,000 events, to the first answer", seconds, "s", Goal.atMost(old ? 6 : 4, 2)));
        if (!atRest.isEmpty()) {
            report.add(Row.of("memory at rest", atRest, "MB", Goal.atMost(400, 250)));
            report.add(Row.of("memory under load", underLoad, "MB", Goal.atMost(800)));
        }
    }
}
