package io.ledgerline.benchmark;

import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of the table.
 *
 * @param runs what was measured; empty if the figures are all there is to say
 * @param limits what could be done at best, in the same order; empty if there is no limit
 * @param figures one for each run: what the goal is about
 * @param unit of the figures
 * @param goal null if there is none
 */
record Row(
        String what,
        List<Measurement> runs,
        List<Measurement> limits,
        List<Double> figures,
        String unit,
        @Nullable Goal goal) {

    /** Nothing has to be reached. */
    static Row plain(String what, List<Measurement> runs) {
        return new Row(what, runs, List.of(), List.of(), "", null);
    }

    /** Each run's rate as a share of that of the limit that was measured beside it. */
    static Row share(String what, List<Measurement> runs, List<Measurement> limits, Goal goal) {
        List<Double> shares = IntStream.range(0, runs.size())
                .mapToObj(run -> runs.get(run).rate() / limits.get(run).rate())
                .toList();
        return new Row(what, runs, limits, shares, "", goal);
    }

    static Row rate(String what, List<Measurement> runs, List<Measurement> limits, Goal goal) {
        return new Row(what, runs, limits, figures(runs, Measurement::rate), "/s", goal);
    }

    static Row p99(String what, List<Measurement> runs, Goal goal) {
        return new Row(what, runs, List.of(), figures(runs, run -> run.millisAt(99)), "ms", goal);
    }

    static Row of(String what, List<Double> figures, String unit, Goal goal) {
        return new Row(what, List.of(), List.of(), figures, unit, goal);
    }

    private static List<Double> figures(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        return runs.stream().map(figure::applyAsDouble).toList();
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        return median(figures(runs, figure));
    }

    String rate() {
        return runs.isEmpty() ? "" : spread(figures(runs, Measurement::rate), "%,.0f");
    }

    String millisAt(double percentile) {
        return runs.isEmpty() ? "" : "%,.1f".formatted(median(runs, run -> run.millisAt(percentile)));
    }

    String limit() {
        return limits.isEmpty() ? "" : "%,.0f".formatted(median(limits, Measurement::rate));
    }

    String measured() {
        return figures.isEmpty() ? "" : (spread(figures, format()) + " " + unit).strip();
    }

    String target() {
        return goal == null ? "" : (goal.atMost() ? "≤ " : "≥ ") + format().formatted(goal.target());
    }

    String dream() {
        return goal == null || goal.dream() == goal.target() ? "" : format().formatted(goal.dream());
    }

    /** Whether it is reached; nothing if there is no goal. */
    String verdict() {
        return goal == null || figures.isEmpty() ? "" : goal.isReachedBy(median(figures)) ? "✓" : "✗";
    }

    String errors() {
        long errors = runs.stream().mapToLong(run -> run.failures().count()).sum();
        return runs.isEmpty() ? "" : "%,d".formatted(errors);
    }

    /** Of a request, in ms. */
    String cpu() {
        if (runs.isEmpty() || runs.stream().anyMatch(run -> run.cpu() == null)) {
            return "";
        }
        return "%.2f + %.2f + %.2f"
                .formatted(
                        median(runs, run -> run.cpuMillis(CpuShares::program)),
                        median(runs, run -> run.cpuMillis(CpuShares::postgres)),
                        median(runs, run -> run.cpuMillis(CpuShares::generator)));
    }

    private String format() {
        return unit.isEmpty() ? "%.3f" : unit.equals("ms") || unit.equals("s") ? "%,.1f" : "%,.0f";
    }

    /** The median, with the least and the most if there were several. */
    private static String spread(List<Double> figures, String format) {
        String median = format.formatted(median(figures));
        return figures.size() == 1
                ? median
                : "%s (%s – %s)"
                        .formatted(
                                median,
                                format.formatted(Collections.min(figures)),
                                format.formatted(Collections.max(figures)));
    }
}
