package io.ledgerline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * All views of a long log made anew while the shop is open. Nobody may notice it: no request fails, what is read is no
 * staler than before, and the rows are those that were there.
 */
final class Rebuilding {

    private static final String ALL = "all";
    private static final double TARGET_OF_ALL = 10_000;
    private static final double TARGET_OF_ONE = 30_000;

    private final PrintStream out;
    private final Options options;

    Rebuilding(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return whether nobody noticed */
    boolean run() throws Exception {
        try (OpenShop shop = OpenShop.open(out, options)) {
            shop.fill(options.events());
            boolean good = whileOpen(shop);
            rebuild(shop, "orders", TARGET_OF_ONE);
            return good & Verifying.verify(shop, out);
        }
    }

    private boolean whileOpen(OpenShop shop) throws Exception {
        List<String> orders = shop.texts("select order_id from read.orders order by md5(order_id) limit 5000");
        List<String> open = shop.texts(
                "select order_id from read.orders where status = 'CONFIRMED' order by md5(order_id) limit 5000");
        try (Connection connection = shop.program().connect();
                Traffic traffic = new Traffic(shop, options, orders, open)) {
            traffic.begin();
            TimeUnit.NANOSECONDS.sleep(options.warmUp().toNanos());
            traffic.lap();
            TimeUnit.NANOSECONDS.sleep(options.seconds().toNanos());
            Traffic.Lap before = traffic.lap();
            KeptRows rows = KeptRows.keep(connection);
            traffic.lap();
            boolean completed = rebuild(shop, ALL, TARGET_OF_ALL);
            Traffic.Lap meanwhile = traffic.lap();
            traffic.close();
            shop.processors().awaitViews();
            out.printf("%n%-18s %9s %9s %9s %9s%n", "", "requests", "p50 ms", "p99 ms", "most ms");
            print("before", before);
            print("rebuilding", meanwhile);
            out.printf("failed: before %s; rebuilding %s%n", before.failures(), meanwhile.failures());
            Memory.most(shop.program().process())
                    .ifPresent(most -> out.printf("most memory of the program: %,.0f MB%n", most));
            boolean same = rows.areThere(out);
            return completed && same && meanwhile.failures().count() == 0;
        }
    }

    private void print(String when, Traffic.Lap lap) {
        row(when + ", reads", lap.reads());
        row(when + ", commands", lap.commands());
        row(when + ", stale", lap.stale());
    }

    private void row(String what, org.HdrHistogram.Histogram times) {
        out.printf(
                "%-22s %,9d %9.1f %9.1f %9.1f%n",
                what,
                times.getTotalCount(),
                times.getValueAtPercentile(50) / 1e3,
                times.getValueAtPercentile(99) / 1e3,
                times.getMaxValue() / 1e3);
    }

    private boolean rebuild(OpenShop shop, String name, double target) throws Exception {
        CpuShares.Watch cpu = CpuShares.watch(shop.program());
        long began = System.nanoTime();
        Api.expect(shop.api().post("/admin/views/" + name + "/rebuild", ""));
        while (isRunning(shop.api())) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        double taken = OpenShop.seconds(began);
        long events = shop.last();
        out.printf(
                "%nView %s made anew: %,d events in %.1f s: %,.0f events/s (target %,.0f)   %s%n",
                name, events, taken, events / taken, target, cpu.stop().per(events));
        boolean completed = true;
        for (JsonNode view : views(shop.api())) {
            JsonNode rebuild = view.path("rebuild");
            if (name.equals(ALL) || name.equals(view.path("name").asString())) {
                out.printf(
                        "  %-10s %s, %,d events/s%n",
                        view.path("name").asString(),
                        rebuild.path("state").asString(),
                        rebuild.path("eventsPerSecond").asLong());
                completed &= rebuild.path("state").asString().equals("completed");
            }
        }
        return completed;
    }

    private static boolean isRunning(Api api) throws IOException, InterruptedException {
        boolean running = false;
        for (JsonNode view : views(api)) {
            running |= view.path("rebuild").path("state").asString("").equals("running");
        }
        return running;
    }

    private static JsonNode views(Api api) throws IOException, InterruptedException {
        return Api.expect(api.get("/admin/views")).json();
    }
}
