package io.ledgerline.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What more clients, and more load, make of rates and response times of {@code POST /orders}. */
final class Curve implements Subject {

    private static final List<Integer> CLIENTS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

    /** Percent of the greatest rate. */
    private static final List<Integer> LOADS = List.of(10, 30, 50, 60, 70, 80, 90, 95);

    private final OpenShop shop;
    private final Options options;
    private final SortedMap<Integer, List<Measurement>> byClients = new TreeMap<>();
    private final SortedMap<Integer, List<Measurement>> byLoad = new TreeMap<>();
    private final List<Double> afterPeak = new ArrayList<>();

    Curve(OpenShop shop, Options options) {
        this.shop = shop;
        this.options = options;
    }

    @Override
    public void warmUp() throws Exception {
        shop.measure(
                "warming up: POST /orders",
                () -> shop.generator().inTurn(options.clients(), shop.shop().orders(), options.warmUp()));
        shop.settle();
    }

    @Override
    public void measure() throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int clients : CLIENTS) {
            Measurement measured = shop.measure(
                    "POST /orders, %d clients".formatted(clients),
                    () -> shop.generator().inTurn(clients, shop.shop().orders(), options.seconds()));
            byClients.computeIfAbsent(clients, first -> new ArrayList<>()).add(measured);
            rates.add(measured.rate());
            shop.settle();
        }
        double peak = rates.stream().max(Comparator.naturalOrder()).orElseThrow();
        afterPeak.add(rates.subList(rates.indexOf(peak), rates.size()).stream()
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                / peak);
        for (int percent : LOADS) {
            Measurement measured = shop.measure(
                    "POST /orders, at %d %%".formatted(percent),
                    () -> shop.generator()
                            .atRate(peak * percent / 100, shop.shop().orders(), options.seconds()));
            byLoad.computeIfAbsent(percent, first -> new ArrayList<>()).add(measured);
            shop.settle();
        }
    }

    @Override
    public void report(Report report) {
        byClients.forEach(
                (clients, runs) -> report.add(Row.plain("POST /orders, %d clients".formatted(clients), runs)));
        report.add(Row.of("POST /orders: least rate after the peak, of the peak", afterPeak, "", Goal.atLeast(0.9, 1)));
        byLoad.forEach((percent, runs) ->
                report.add(Row.plain("POST /orders, at %d %% of the greatest rate".formatted(percent), runs)));
        Plot rates = new Plot("POST /orders, rate over clients", "clients", 2, "orders/s", false);
        rates.add("acknowledged", points(byClients));
        report.add(rates);
        Plot times = new Plot("POST /orders, response times over load", "orders/s", 0, "ms", true);
        for (double percentile : new double[] {50, 90, 99, 99.9}) {
            times.add("p" + Report.plain(percentile), overLoad(byLoad.values(), percentile));
        }
        report.add(times);
    }

    private static List<Plot.Point> points(Map<Integer, List<Measurement>> runs) {
        List<Plot.Point> points = new ArrayList<>();
        runs.forEach((x, measured) -> points.add(new Plot.Point(x, Row.median(measured, Measurement::rate))));
        return points;
    }

    private static List<Plot.Point> overLoad(Collection<List<Measurement>> loads, double percentile) {
        return loads.stream()
                .map(measured -> new Plot.Point(
                        Row.median(measured, Measurement::rate), Row.median(measured, run -> run.millisAt(percentile))))
                .toList();
    }
}
