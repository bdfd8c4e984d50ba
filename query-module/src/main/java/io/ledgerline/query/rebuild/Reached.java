package io.ledgerline.query.rebuild;

import java.util.Map;
import java.util.Map.Entry;
import org.axonframework.eventhandling.Segment;

/** How far a view's processor has got, segment by segment, as it has committed it. */
record Reached(Map<Segment, Long> positions) {

    static final long NOTHING = -1;

    /** The last position of any segment. */
    long most() {
        return positions.values().stream().mapToLong(Long::longValue).max().orElse(NOTHING);
    }

    /** Up to here it has handled everything. */
    long least() {
        return positions.values().stream().mapToLong(Long::longValue).min().orElse(NOTHING);
    }

    /** Whether the processor has handled the event. */
    boolean covers(String stream, long position) {
        return positions.entrySet().stream()
                .filter(segment -> segment.getKey().matches(stream))
                .mapToLong(Entry::getValue)
                .anyMatch(reached -> position <= reached);
    }
}
