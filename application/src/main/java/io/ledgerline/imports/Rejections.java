package io.ledgerline.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.ledgerline.imports.Imports.RejectedRow;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The rejected rows as CSV: where they stand, why they are rejected, and what they say. */
final class Rejections {

    private static final int ROWS_PER_PAGE = 500;

    private final Imports imports;
    private final Scheduler scheduler;

    Rejections(Imports imports, Scheduler scheduler) {
        this.imports = imports;
        this.scheduler = scheduler;
    }

    /**
     * Line and reason come first, since a row may have any number of columns. Reads on as the subscriber keeps up; no
     * connection is held in between.
     */
    Flux<byte[]> of(String importId) {
        return Flux.concat(Mono.just(header()), pages(importId).map(Rejections::csv));
    }

    private Flux<List<RejectedRow>> pages(String importId) {
        return page(importId, 0)
                .expand(page -> page.size() < ROWS_PER_PAGE
                        ? Mono.empty()
                        : page(importId, page.get(page.size() - 1).line()));
    }

    private Mono<List<RejectedRow>> page(String importId, int afterLine) {
        return Mono.fromCallable(() -> imports.rejectedAfter(importId, afterLine, ROWS_PER_PAGE))
                .subscribeOn(scheduler);
    }

    private static byte[] header() {
        List<String> columns = new ArrayList<>(List.of("line", "reason"));
        columns.addAll(OnlineRetail.HEADER);
        return written(List.of(columns));
    }

    private static byte[] csv(List<RejectedRow> rows) {
        List<List<String>> records = new ArrayList<>();
        for (RejectedRow row : rows) {
            List<String> columns = new ArrayList<>(List.of(Integer.toString(row.line()), row.reason()));
            columns.addAll(row.columns());
            records.add(columns);
        }
        return written(records);
    }

    private static byte[] written(List<List<String>> records) {
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0)
                .build(text);
        records.forEach(csv::writeRecord);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
