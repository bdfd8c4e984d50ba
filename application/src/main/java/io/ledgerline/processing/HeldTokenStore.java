package io.ledgerline.processing;

import java.util.List;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;

/** Offers no segments of what must not run: a processor that is paused doesn't do a thing when the program starts. */
final class HeldTokenStore extends JdbcTokenStore {

    private final Held held;

    HeldTokenStore(Builder builder, Held held) {
        super(builder);
        this.held = held;
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processorName) {
        return held.includes(processorName) ? List.of() : super.fetchAvailableSegments(processorName);
    }
}
