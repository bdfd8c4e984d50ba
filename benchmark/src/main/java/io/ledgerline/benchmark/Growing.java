package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The same requests again and again, while the log gets ten times as long each time: it mustn't matter. */
final class Growing {

    private static final int FIRST = 100_000;
    private static final int SOME = 5_000;

    private static final String ORDERS = "select order_id from read.orders order by md5(order_id) limit " + SOME;

    private static final String OPEN =
            "select order_id from read.orders where status = 'CONFIRMED' order by md5(order_id) limit " + SOME;

    private static final String MOMENTS = """
            select '/orders/' || order_id || '?at='
                || to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            from read.orders_history order by md5(order_id || version) limit\s""" + SOME;

    private final PrintStream out;
    private final Options options;
    private final Map<String, Map<Integer, List<Measurement>>> runs = new LinkedHashMap<>();

    Growing(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return true: rates are what they are */
    boolean run() throws Exception {
        Report report = Report.of(options);
        try (OpenShop shop = OpenShop.open(out, options)) {
            int first = Math.min(FIRST, options.events());
            shop.fill(first);
            shop.stop();
            shop.openAgainWithoutProcesses();
            List<Integer> sizes = new ArrayList<>();
            for (long size = first; size <= options.events(); size *= 10) {
                sizes.add((int) size);
                if (size > first) {
                    shop.grow(size);
                }
                out.printf("%,d events%n", size);
                measure(shop, (int) size, sizes.size() == 1);
            }
            report(report, sizes);
        }
        report.finish(out, options.report());
        return true;
    }

    private void measure(OpenShop shop, int size, boolean first) throws Exception {
        Map<String, Supplier<Request>> requests = requests(shop);
        if (first) {
            for (var each : requests.entrySet()) {
                shop.measure(
                        "warming up: " + each.getKey(),
                        () -> shop.generator().inTurn(options.clients(), each.getValue(), options.warmUp()));
            }
        }
        for (int run = 1; run <= options.runs(); run++) {
            add(
                    "append limit",
                    size,
                    shop.measure("append limit", () -> shop.limits().append(options.seconds())));
            for (var each : requests.entrySet()) {
                add(
                        each.getKey(),
                        size,
                        shop.measure(
                                each.getKey(),
                                () -> shop.generator().inTurn(options.clients(), each.getValue(), options.seconds())));
                shop.settle();
            }
        }
    }

    private void add(String what, int size, Measurement measurement) {
        runs.computeIfAbsent(what, name -> new LinkedHashMap<>())
                .computeIfAbsent(size, first -> new ArrayList<>())
                .add(measurement);
    }

    private static Map<String, Supplier<Request>> requests(OpenShop shop) throws Exception {
        List<String> orders = shop.texts(ORDERS);
        List<String> moments = shop.texts(MOMENTS);
        SplittableRandom random = new SplittableRandom();
        Map<String, Supplier<Request>> requests = new LinkedHashMap<>();
        requests.put("POST /orders", shop.shop().orders());
        requests.put("command on an existing order", Shop.moves(shop.texts(OPEN)));
        requests.put("GET /orders/{id}", Shop.reads(orders));
        requests.put("GET /orders/{id}?at=", () -> Request.get(moments.get(random.nextInt(moments.size()))));
        requests.put("GET /orders?limit=20", () -> Request.get("/orders?limit=20"));
        return requests;
    }

    private void report(Report report, List<Integer> sizes) {
        int least = sizes.get(0);
        int most = sizes.get(sizes.size() - 1);
        Plot rates = new Plot("Rates over the size of the log", "events", 10, "a second", true);
        runs.forEach((what, bySize) -> {
            bySize.forEach((size, measured) -> report.add(Row.plain("%s, %,d events".formatted(what, size), measured)));
            if (sizes.size() > 1 && !what.equals("append limit")) {
                report.add(Row.share(
                        "%s: rate at %,d events; limit: at %,d".formatted(what, most, least),
                        bySize.get(most),
                        bySize.get(least),
                        Goal.atLeast(0.9, 1)));
            }
            rates.add(
                    what,
                    bySize.entrySet().stream()
                            .map(each -> new Plot.Point(each.getKey(), Row.median(each.getValue(), Measurement::rate)))
                            .toList());
        });
        report.add(rates);
    }
}
