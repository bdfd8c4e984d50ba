package io.ledgerline.processing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;

/**
 * Offers no segments of what must not run: a processor that is paused doesn't do a thing when the program starts. And keeps
 * tokens of those only who still have their claims.
 */
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

    /**
     * When a token is stored for a segment that isn't this node's. Axon would claim it if it is free; but then others have had it
     * since this batch began, and may have reset it.
     */
    @Override
    protected void updateToken(
            Connection connection, ResultSet resultSet, TrackingToken token, String processorName, int segment) {
        throw new UnableToClaimTokenException(
                "Segment %d of %s isn't this node's any more".formatted(segment, processorName));
    }
}
