package io.ledgerline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What age costs: commands on an order of 100,000 events next to such on orders of 10, with the orders in memory and
 * without; and reads of an order of 10,000 versions as it is and as it was.
 */
final class LongStreams {

    private static final int SHORT = 10;
    private static final int LONG = 100_000;
    private static final int VERSIONS = 10_000;

    /** So many that each gets a few commands only, and stays short. */
    private static final int SHORT_ORDERS = 100;

    /** A hundred days for each event of a short one, a quarter of an hour for those of the longest. */
    private static final Duration AGE = Duration.ofDays(1_000);

    private static final int COMMANDS = 400;
    private static final int READS = 1_000;
    private static final double TARGET_OF_COMMANDS = 1.5;
    private static final double TARGET_OF_READS = 2;

    private final PrintStream out;
    private final Options options;

    LongStreams(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return whether it costs no more than it may */
    boolean run() throws Exception {
        try (OpenShop shop = OpenShop.open(out, options)) {
            List<String> few = new ArrayList<>();
            List<String> many = new ArrayList<>();
            String seed = place(shop);
            try (Connection connection = shop.program().connect()) {
                shop.processors().skip(connection, () -> {
                    Copies copies = Copies.ofStream(connection, "order-" + seed);
                    few.addAll(copies.writeLonger(connection, SHORT_ORDERS, SHORT, AGE));
                    many.addAll(copies.writeLonger(connection, 1, LONG, AGE));
                    many.addAll(copies.writeLonger(connection, 1, VERSIONS, AGE));
                });
            }
            shop.processors().awaitViews();
            out.println("Streams of 10, 10,000 and 100,000 events are there, and so are their views");
            out.printf("%n%-34s %9s %9s %9s%n", "", "p50 ms", "p99 ms", "ratio");
            boolean good = reads(shop, many.get(1));
            good &= commands(shop, "from memory", few, many.get(0));
            restartWithoutMemory(shop);
            return good & commands(shop, "read each time", few, many.get(0));
        }
    }

    /** Placed, confirmed, moved. */
    private static String place(OpenShop shop) throws IOException, InterruptedException {
        String order = Api.expect(
                        shop.api().post("/orders", """
                {"customerId": "ada", "customerName": "Ada", "shippingAddress": %s,
                 "lines": [{"sku": "%s", "quantity": 1}]}""".formatted(Shop.address(1), Shop.sku(0)), "Prefer", "wait=10"))
                .json()
                .path("id")
                .asString();
        Api.expect(move(shop.api(), order, 2));
        return order;
    }

    private static Answer move(Api api, String order, int number) throws IOException, InterruptedException {
        return api.put("/orders/" + order + "/shipping-address", Shop.address(number));
    }

    private boolean reads(OpenShop shop, String order) throws Exception {
        Api api = shop.api();
        List<String> moments = shop.texts("""
                select to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from read.orders_history
                where order_id = '%s' order by md5(version::text) limit %d""".formatted(order, READS));
        Histogram now = new Histogram(3);
        Histogram then = new Histogram(3);
        for (boolean measured : new boolean[] {false, true}) {
            for (String moment : moments) {
                long presently = time(() -> api.get("/orders/" + order));
                long past = time(() -> api.get("/orders/" + order + "?at=" + moment));
                if (measured) {
                    now.recordValue(presently);
                    then.recordValue(past);
                }
            }
        }
        row("read, as it is", now, 1);
        return ratio("read, as it was (target 2)", then, now, TARGET_OF_READS);
    }

    private boolean commands(OpenShop shop, String how, List<String> orders, String old) throws Exception {
        Api api = shop.api();
        // The first one reads all of it: nobody has taken a snapshot of what came by COPY.
        long first = time(() -> move(api, old, 3));
        awaitSnapshot(shop, old);
        Histogram few = new Histogram(3);
        Histogram many = new Histogram(3);
        for (boolean measured : new boolean[] {false, true}) {
            for (int i = 0; i < COMMANDS; i++) {
                int number = i;
                long onShort = time(() -> move(api, orders.get(number % orders.size()), number));
                long onLong = time(() -> move(api, old, number));
                if (measured) {
                    few.recordValue(onShort);
                    many.recordValue(onLong);
                }
            }
        }
        row("command on 10, " + how, few, 1);
        boolean good = ratio("  on 100,000 (target 1.5)", many, few, TARGET_OF_COMMANDS);
        out.printf("  the first one on 100,000: %.1f ms%n", first / 1e3);
        return good;
    }

    private static void awaitSnapshot(OpenShop shop, String order) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (shop.number("select count(*) from write.snapshots where stream_id = 'order-%s'".formatted(order)) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No snapshot of a long stream is taken");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void restartWithoutMemory(OpenShop shop) throws Exception {
        shop.stop();
        shop.program().launchAgain("--ledgerline.commands.cached-aggregates=0");
        shop.program().awaitReady();
    }

    /** A request. */
    @FunctionalInterface
    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }

    /** @return in microseconds */
    private static long time(Request request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Api.expect(request.send());
        return (System.nanoTime() - began) / 1_000;
    }

    private boolean ratio(String what, Histogram times, Histogram comparedWith, double most) {
        double ratio = (double) times.getValueAtPercentile(50) / comparedWith.getValueAtPercentile(50);
        row(what, times, ratio);
        return ratio <= most;
    }

    private void row(String what, Histogram times, double ratio) {
        out.printf(
                "%-34s %9.2f %9.2f %9.2f%n",
                what, times.getValueAtPercentile(50) / 1e3, times.getValueAtPercentile(99) / 1e3, ratio);
    }
}
