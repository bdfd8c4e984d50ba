package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The measured runs, and what they come to. */
final class Report {

    private final List<Measurement> orders = new ArrayList<>();
    private final List<Measurement> limits = new ArrayList<>();

    void addOrders(Measurement run) {
        orders.add(run);
    }

    void addLimit(Measurement run) {
        limits.add(run);
    }

    void print(PrintStream out) {
        out.printf(
                "%n%-14s %9s %19s %9s %9s %9s %8s%n",
                "median of " + orders.size(), "rate/s", "(least – most)", "p50 ms", "p99 ms", "p99.9 ms", "errors");
        row(out, "POST /orders", orders);
        row(out, "append limit", limits);
        out.printf("%-14s %9.3f%n%n", "ratio", median(orders, Measurement::rate) / median(limits, Measurement::rate));
    }

    private static void row(PrintStream out, String name, List<Measurement> runs) {
        out.printf(
                "%-14s %,9.0f %,9.0f – %,7.0f %9.1f %9.1f %9.1f %8d%n",
                name,
                median(runs, Measurement::rate),
                runs.stream().mapToDouble(Measurement::rate).min().orElseThrow(),
                runs.stream().mapToDouble(Measurement::rate).max().orElseThrow(),
                median(runs, run -> run.millisAt(50)),
                median(runs, run -> run.millisAt(99)),
                median(runs, run -> run.millisAt(99.9)),
                runs.stream().mapToLong(run -> run.failures().count()).sum());
    }

    private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        List<Double> sorted = runs.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
