package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The measured runs, and what they come to. */
final class Report {

    private final List<Measurement> limits = new ArrayList<>();
    private final Map<String, List<Measurement>> runs = new LinkedHashMap<>();

    void add(String what, Measurement run) {
        runs.computeIfAbsent(what, name -> new ArrayList<>()).add(run);
    }

    void addLimit(Measurement run) {
        limits.add(run);
    }

    void print(PrintStream out) {
        out.printf(
                "%n%-14s %9s %19s %9s %9s %9s %8s %8s%n",
                "median of " + limits.size(),
                "rate/s",
                "(least – most)",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "errors",
                "ratio");
        row(out, "append limit", limits);
        runs.forEach((what, measured) -> row(out, what, measured));
        out.println();
    }

    private void row(PrintStream out, String name, List<Measurement> measured) {
        out.printf(
                "%-14s %,9.0f %,9.0f – %,7.0f %9.1f %9.1f %9.1f %8d %8.3f%n",
                name,
                median(measured, Measurement::rate),
                measured.stream().mapToDouble(Measurement::rate).min().orElseThrow(),
                measured.stream().mapToDouble(Measurement::rate).max().orElseThrow(),
                median(measured, run -> run.millisAt(50)),
                median(measured, run -> run.millisAt(99)),
                median(measured, run -> run.millisAt(99.9)),
                measured.stream().mapToLong(run -> run.failures().count()).sum(),
                median(measured, Measurement::rate) / median(limits, Measurement::rate));
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
