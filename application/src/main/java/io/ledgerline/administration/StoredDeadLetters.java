package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What all processors of all nodes have put aside, page by page. Blocks. */
final class StoredDeadLetters {

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::processor)
            .thenComparing(Place::sequence)
            .thenComparing(Place::index);

    /** Where a letter stands among all. */
    record Place(String processor, String sequence, long index) {

        static final Place FIRST = new Place("", "", -1);
    }

    /**
     * @param sequence that it is kept in: by it a sequence is retried or discarded
     * @param index within the sequence
     * @param stream what it happened to, and its place there
     * @param type logical name of the event
     * @param recordedAt when it happened
     * @param putAsideAt when it could not be handled first
     * @param lastTriedAt null if it waits behind one that failed
     * @param cause null if it waits behind one that failed
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "DeadLetter")
    record Letter(
            String processor,
            String sequence,
            long index,
            String eventId,
            @Nullable String stream,
            @Nullable Long version,
            String type,
            Instant recordedAt,
            Instant putAsideAt,
            @Nullable Instant lastTriedAt,
            @Nullable Cause cause) {

        Place place() {
            return new Place(processor, sequence, index);
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "DeadLetterCause")
    record Cause(String type, @Nullable String message) {}

    private final List<JdbcClient> sides;

    StoredDeadLetters(JdbcClient write, JdbcClient read) {
        this.sides = List.of(write, read);
    }

    /** At most so many, by processor and sequence, the oldest of a sequence first. */
    List<Letter> after(Place place, int limit) {
        return sides.stream()
                .flatMap(side -> after(side, place, limit))
                .sorted(Comparator.comparing(Letter::place, ORDER))
                .limit(limit)
                .toList();
    }

    long count() {
        return sides.stream()
                .mapToLong(side -> side.sql("select count(*) from dead_letter")
                        .query(Long.class)
                        .single())
                .sum();
    }

    private static Stream<Letter> after(JdbcClient side, Place place, int limit) {
        return side
                .sql("""
                        select processing_group, sequence_identifier, sequence_index, event_id, stream_id, sequence, type,
                               recorded_at, enqueued_at, last_touched, cause_type, cause_message
                        from dead_letter
                        where (processing_group, sequence_identifier, sequence_index) > (?, ?, ?)
                        order by processing_group, sequence_identifier, sequence_index limit ?""")
                .params(place.processor(), place.sequence(), place.index(), limit)
                .query((row, number) -> letter(row))
                .list()
                .stream();
    }

    private static Letter letter(ResultSet row) throws SQLException {
        String cause = row.getString("cause_type");
        Instant putAside = Instant.parse(row.getString("enqueued_at"));
        return new Letter(
                row.getString("processing_group"),
                row.getString("sequence_identifier"),
                row.getLong("sequence_index"),
                row.getString("event_id"),
                row.getString("stream_id"),
                row.getObject("sequence", Long.class),
                row.getString("type"),
                Instant.parse(row.getString("recorded_at")),
                putAside,
                cause == null ? null : Instant.parse(row.getString("last_touched")),
                cause == null ? null : new Cause(cause, row.getString("cause_message")));
    }
}
