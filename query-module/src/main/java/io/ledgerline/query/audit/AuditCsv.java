package io.ledgerline.query.audit;

import io.ledgerline.query.Documents;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events as CSV (RFC 4180). */
final class AuditCsv {

    static final String HEADER =
            "position,eventId,stream,version,type,revision,effectiveAt,recordedAt,who,why,requestId,causedBy,data\r\n";

    private AuditCsv() {}

    static String rows(List<RecordedEvent> events) {
        return events.stream().map(AuditCsv::row).collect(Collectors.joining());
    }

    private static String row(RecordedEvent event) {
        return Stream.of(
                        event.position(),
                        event.eventId(),
                        event.stream(),
                        event.version(),
                        event.type(),
                        text(event.revision()),
                        event.effectiveAt(),
                        event.recordedAt(),
                        text(event.who()),
                        text(event.why()),
                        text(event.requestId()),
                        text(event.causedBy()),
                        Documents.write(event.data()))
                .map(value -> cell(value.toString()))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** What a spreadsheet would take for a formula is made text: a reason is anybody's to give. */
    private static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.chars().anyMatch(it -> it == '"' || it == ',' || it == '\r' || it == '\n')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
