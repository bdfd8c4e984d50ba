package io.ledgerline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** What the runs come to. */
final class Report {

    /** A column: its head, what stands in it, and whether it is text. */
    record Column(String head, Function<Row, String> cell, boolean isText) {

        static Column text(String head, Function<Row, String> cell) {
            return new Column(head, cell, true);
        }

        static Column figure(String head, Function<Row, String> cell) {
            return new Column(head, cell, false);
        }
    }

    private static final List<Column> COLUMNS = List.of(
            Column.text("median (least – most)", Row::what),
            Column.figure("rate/s", Row::rate),
            Column.figure("p50 ms", row -> row.millisAt(50)),
            Column.figure("p99 ms", row -> row.millisAt(99)),
            Column.figure("limit/s", Row::limit),
            Column.figure("measured", Row::measured),
            Column.figure("target", Row::target),
            Column.figure("dream", Row::dream),
            Column.text("", Row::verdict),
            Column.figure("errors", Row::errors),
            Column.text("CPU ms of a request: program + PostgreSQL + generator", Row::cpu));

    /** Of the plot that shows all response times. */
    private static final double[] PERCENTILES = {50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99};

    private final String note;
    private final List<Row> rows = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();

    private Report(String note) {
        this.note = note;
    }

    static Report of(Options options) throws IOException {
        return new Report("%s, %s, %d cores, %d clients; %d runs of %d s after %d s of warm-up"
                .formatted(
                        LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES),
                        options.javaVersion(),
                        Runtime.getRuntime().availableProcessors(),
                        options.clients(),
                        options.runs(),
                        options.seconds().toSeconds(),
                        options.warmUp().toSeconds()));
    }

    void add(Row row) {
        rows.add(row);
    }

    void add(Plot plot) {
        plots.add(plot);
    }

    /** As a table on the terminal, and with plots as a file. */
    void finish(PrintStream out, Path file) throws IOException {
        print(out);
        List<Plot> all = new ArrayList<>(plots);
        all.add(distributions());
        all.removeIf(Plot::isEmpty);
        Page.write(file, note, COLUMNS, rows, all);
        out.println("With plots: " + file);
    }

    /** How long the slowest took, of all runs together: the further to the right, the rarer. */
    private Plot distributions() {
        Plot plot = new Plot("All response times", "one in so many is slower", 10, "ms", true);
        Set<List<Measurement>> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Row row : rows) {
            if (row.goal() == null || !shown.add(row.runs())) {
                continue;
            }
            Histogram all = Measurement.histogram();
            row.runs().forEach(run -> all.add(run.answered()));
            plot.add(
                    row.what(),
                    Arrays.stream(PERCENTILES)
                            .filter(percentile -> all.getTotalCount() * (100 - percentile) >= 100)
                            .mapToObj(percentile -> new Plot.Point(
                                    100 / (100 - percentile), all.getValueAtPercentile(percentile) / 1e3))
                            .toList());
        }
        return plot;
    }

    /** Without a point if there is nothing behind it. */
    static String plain(double number) {
        return number == Math.rint(number) ? "%.0f".formatted(number) : Double.toString(number);
    }

    private void print(PrintStream out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(COLUMNS.stream().map(Column::head).toList());
        rows.forEach(row -> lines.add(
                COLUMNS.stream().map(column -> column.cell().apply(row)).toList()));
        out.println();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < COLUMNS.size(); i++) {
                int column = i;
                int width = lines.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                String padding = " ".repeat(width - line.get(i).length());
                text.append(COLUMNS.get(i).isText() ? line.get(i) + padding : padding + line.get(i))
                        .append("  ");
            }
            out.println(text.toString().stripTrailing());
        }
        out.println();
    }
}
