package io.ledgerline.query.rebuild;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tokens of the views' processors, read without claiming them: whichever node holds them goes on. */
final class ProcessorTokens {

    private static final String SELECT =
            "select segment, token, token_type from processor_token where processor_name = ? order by segment";

    private final JdbcTemplate jdbc;
    private final Serializer serializer;

    ProcessorTokens(JdbcTemplate jdbc, Serializer serializer) {
        this.jdbc = jdbc;
        this.serializer = serializer;
    }

    Reached of(String processor) {
        Map<Integer, Long> positions = new HashMap<>();
        jdbc.query(
                SELECT,
                row -> {
                    positions.put(row.getInt(1), position(row.getBytes(2), row.getString(3)));
                },
                processor);
        int[] segments =
                positions.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        Map<Segment, Long> reached = new HashMap<>();
        positions.forEach((segment, position) -> reached.put(Segment.computeSegment(segment, segments), position));
        return new Reached(reached);
    }

    /** Nobody moves them until the transaction ends, not even with a batch that writes no row. */
    void hold(String processor) {
        jdbc.query(SELECT + " for update", row -> {}, processor);
    }

    private long position(byte @Nullable [] token, @Nullable String type) {
        return token == null || type == null
                ? Reached.NOTHING
                : position(serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null)));
    }

    /** Halves that are being merged have two positions until the one behind has come up: until then it has none. */
    static long position(@Nullable TrackingToken token) {
        return token == null || token instanceof MergedTrackingToken
                ? Reached.NOTHING
                : token.position().orElse(Reached.NOTHING);
    }
}
