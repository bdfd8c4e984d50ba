package io.ledgerline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report that is one file, to be looked at in any browser. */
final class Page {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Ledgerline, measured</title>
            <style>
              body { font-family: sans-serif; margin: 2em; }
              table { border-collapse: collapse; font-size: 90%; margin-bottom: 2em; }
              td, th { padding: .3em .7em; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
              .text { text-align: left; }
              svg { display: block; margin-bottom: 2em; }
            </style>
            <h1>Ledgerline, measured</h1>
            """;

    private Page() {}

    static void write(Path file, String note, List<Report.Column> columns, List<Row> rows, List<Plot> plots)
            throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>").append(escaped(note)).append("</p>\n");
        page.append("<table>\n<tr>");
        columns.forEach(column -> cell(page, "th", column, column.head()));
        page.append("</tr>\n");
        for (Row row : rows) {
            page.append("<tr>");
            columns.forEach(column -> cell(page, "td", column, column.cell().apply(row)));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
        plots.forEach(plot -> page.append(plot.svg()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, page.append("</html>\n"));
    }

    private static void cell(StringBuilder page, String tag, Report.Column column, String text) {
        page.append("<%s%s>%s</%s>".formatted(tag, column.isText() ? " class='text'" : "", escaped(text), tag));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
