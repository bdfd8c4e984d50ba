package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    void print(PrintStream out) {
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
