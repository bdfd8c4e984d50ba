package io.ledgerline.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Events of the log once more, by {@code COPY}: as the program wrote them, but with other ids of orders, payments, commands
 * and events, the same ones wherever they are named. A stream whose id is nobody's UUID, a product's stock say, is the same
 * stream, and goes on. So what comes out are streams that the program could have written; personal data is what it has
 * encrypted, with the same customers' keys.
 */
final class Copies {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final String COPY = """
            copy write.events (sequence, recorded_at, stream_id, stream_type, event_id, type, revision, payload, metadata)
            from stdin""";

    private static final String LAST = "select stream_id, max(sequence) from write.events group by stream_id";

    private static final String EVENTS = """
            select stream_id, sequence, stream_type, event_id, type, revision, payload, metadata from write.events
            where position > ? and (stream_id = ? or ? = '') order by position""";

    /**
     * A row in COPY's text form, but for sequence and time.
     *
     * @param texts what stands before each of the ids, and after the last
     */
    private record Template(String stream, boolean goesOn, long sequence, List<String> texts, List<UUID> ids) {

        static Template of(ResultSet row) throws SQLException {
            StringBuilder columns = new StringBuilder(escaped(row.getString("stream_id")));
            for (String column : List.of("stream_type", "event_id", "type", "revision", "payload", "metadata")) {
                columns.append('\t').append(escaped(row.getString(column)));
            }
            List<String> texts = new ArrayList<>();
            List<UUID> ids = new ArrayList<>();
            Matcher id = ID.matcher(columns);
            int end = 0;
            while (id.find()) {
                texts.add(columns.substring(end, id.start()));
                ids.add(UUID.fromString(id.group()));
                end = id.end();
            }
            texts.add(columns.substring(end));
            String stream = row.getString("stream_id");
            return new Template(stream, !ID.matcher(stream).find(), row.getLong("sequence"), texts, ids);
        }

        private static String escaped(String value) {
            return value == null
                    ? "\\N"
                    : value.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r");
        }
    }

    private final List<Template> templates = new ArrayList<>();
    private final Map<String, Long> last = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom();
    private final Instant began = Instant.now();
    private Instant recordedAt = began.truncatedTo(ChronoUnit.MICROS);

    private Copies() {}

    /** Of all that happened after that position. */
    static Copies ofAllAfter(Connection connection, long position) throws SQLException {
        return of(connection, position, "");
    }

    /** Of one stream, whose id is a UUID. */
    static Copies ofStream(Connection connection, String stream) throws SQLException {
        return of(connection, 0, stream);
    }

    private static Copies of(Connection connection, long position, String stream) throws SQLException {
        Copies copies = new Copies();
        try (PreparedStatement events = connection.prepareStatement(EVENTS)) {
            events.setLong(1, position);
            events.setString(2, stream);
            events.setString(3, stream);
            try (ResultSet row = events.executeQuery()) {
                while (row.next()) {
                    copies.templates.add(Template.of(row));
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(LAST);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                copies.last.put(row.getString(1), row.getLong(2));
            }
        }
        if (copies.templates.isEmpty()) {
            throw new IllegalStateException("Nothing of " + stream + " is in the log");
        }
        return copies;
    }

    /** All of them, as often as it takes, in transactions of some thousands. */
    long write(Connection connection, long events) throws SQLException {
        long written = 0;
        while (written < events) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            long until = Math.min(events, written + 5_000);
            while (written < until) {
                written += writeOnce(copy);
            }
            copy.endCopy();
        }
        return written;
    }

    /**
     * Other streams like this one, but each with its last event again and again.
     *
     * @param age over which its events are spread evenly; the last is one of now
     * @return what their ids end with
     */
    List<String> writeLonger(Connection connection, int streams, int events, Duration age) throws SQLException {
        Template last = templates.get(templates.size() - 1);
        UUID own = UUID.fromString(last.stream().substring(last.stream().indexOf('-') + 1));
        List<String> ids = new ArrayList<>();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        for (int i = 0; i < streams; i++) {
            UUID other = another(own, random.nextLong(), 0);
            writeLonger(copy, own, other, events, age);
            ids.add(other.toString());
        }
        copy.endCopy();
        return ids;
    }

    private void writeLonger(CopyIn copy, UUID own, UUID other, int events, Duration age) throws SQLException {
        Instant birth = Instant.now().minus(age).truncatedTo(ChronoUnit.MICROS);
        for (int i = 0; i < events; i++) {
            long difference = random.nextLong();
            StringBuilder row = new StringBuilder();
            append(
                    row,
                    templates.get(Math.min(i, templates.size() - 1)),
                    i,
                    birth.plus(age.dividedBy(events).multipliedBy(i)).truncatedTo(ChronoUnit.MICROS),
                    id -> id.equals(own) ? other : another(id, difference, 0));
            write(copy, row);
        }
    }

    private int writeOnce(CopyIn copy) throws SQLException {
        long difference = random.nextLong();
        long later = Instant.now().toEpochMilli() - began.toEpochMilli();
        StringBuilder rows = new StringBuilder();
        for (Template template : templates) {
            recordedAt = latest(Instant.now().truncatedTo(ChronoUnit.MICROS), recordedAt.plus(1, ChronoUnit.MICROS));
            long sequence = template.goesOn() ? last.merge(template.stream(), 1L, Long::sum) : template.sequence();
            append(rows, template, sequence, recordedAt, id -> another(id, difference, later));
        }
        write(copy, rows);
        return templates.size();
    }

    private static void append(
            StringBuilder rows, Template template, long sequence, Instant recordedAt, UnaryOperator<UUID> ids) {
        rows.append(sequence).append('\t').append(recordedAt).append('\t');
        for (int i = 0; i < template.ids().size(); i++) {
            rows.append(template.texts().get(i)).append(ids.apply(template.ids().get(i)));
        }
        rows.append(template.texts().get(template.ids().size())).append('\n');
    }

    private static void write(CopyIn copy, StringBuilder rows) throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    /** The same one for the same, and of the same kind: those that begin with the time do so still. */
    private static UUID another(UUID id, long difference, long laterMillis) {
        return id.version() == 7
                ? new UUID(
                        id.getMostSignificantBits() + (laterMillis << 16),
                        id.getLeastSignificantBits() ^ difference >>> 2)
                : new UUID(
                        id.getMostSignificantBits() ^ difference << 16,
                        id.getLeastSignificantBits() ^ difference >>> 2);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
