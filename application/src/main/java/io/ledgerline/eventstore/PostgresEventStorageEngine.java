package io.ledgerline.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Axon's event storage on PostgreSQL, but for how processors read: strictly in the order of positions, and never past one
 * that is still to come. Axon's own engine reads on and forgets such gaps after a while, and with them the events of
 * every transaction that took longer. As nothing is ever left behind, a token is a plain position.
 */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine implements LogStorage {

    private static final String TRACKED = """
            select position, event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
            from events where position > ? order by position limit ?""";

    /** Appends take about a millisecond, so a gap is nearly always decided before these have passed. */
    private static final int LOOKS_AT_A_GAP = 8;

    private static final Duration PAUSE_BETWEEN_LOOKS = Duration.ofMillis(1);

    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final boolean snapshots;
    private final ReadHorizon horizon;

    /**
     * @param jdbc on the database of {@code connections}; its statements may run outside of their transaction
     * @param snapshots whether any are taken; if not, none is looked for each time that an aggregate is loaded
     */
    PostgresEventStorageEngine(
            Builder builder,
            ConnectionProvider connections,
            TransactionManager transactionManager,
            JdbcClient jdbc,
            boolean snapshots) {
        super(builder.schema(LogSchema.SCHEMA)
                .dataType(String.class)
                .connectionProvider(connections)
                .transactionManager(transactionManager)
                .persistenceExceptionResolver(new UniqueViolations()));
        this.jdbc = jdbc;
        this.snapshots = snapshots;
        this.horizon = new ReadHorizon(jdbc);
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        long from = position(lastToken);
        List<TrackedEventData<?>> events = List.of();
        for (int look = 0; look < LOOKS_AT_A_GAP; look++) {
            long decided = horizon.decided();
            List<TrackedEventData<?>> found = fetch(from, batchSize);
            events = decidedOnes(found, from, decided);
            if (events.size() == found.size()) {
                return events;
            }
            if (horizon.advance() == decided) {
                LockSupport.parkNanos(PAUSE_BETWEEN_LOOKS.toNanos());
            }
        }
        // Somebody holds an append open. What comes after it has to wait; the next poll looks again.
        return events;
    }

    /** All up to the first position that may still be filled. */
    private static List<TrackedEventData<?>> decidedOnes(List<TrackedEventData<?>> events, long from, long decided) {
        long previous = from;
        for (int i = 0; i < events.size(); i++) {
            long position = position(events.get(i).trackingToken());
            if (position != previous + 1 && position - 1 > decided) {
                return events.subList(0, i);
            }
            previous = position;
        }
        return events;
    }

    /** One statement: it needs no transaction around it, and so no commit. */
    private List<TrackedEventData<?>> fetch(long from, int batchSize) {
        return jdbc.sql(TRACKED)
                .params(from, batchSize)
                .<TrackedEventData<?>>query((row, number) -> tracked(row))
                .list();
    }

    private TrackedEventData<?> tracked(ResultSet row) throws SQLException {
        DomainEventData<?> event = getDomainEventData(row);
        return new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(row.getLong("position")), event);
    }

    private static long position(@Nullable TrackingToken token) {
        if (token == null) {
            return 0;
        }
        return token.position().orElseThrow(() -> new EventStoreException("A token without a position: " + token));
    }

    @Override
    protected boolean fetchForAggregateUntilEmpty() {
        return false;
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(first("select min(position) from events"));
    }

    /**
     * The end of the log, such that nothing that is appended now can fall behind it.
     *
     * @throws EventStoreException if an append is held open meanwhile; trying again is safe
     */
    @Override
    public TrackingToken createHeadToken() {
        long last = jdbc.sql("select coalesce(max(position), 0) from events")
                .query(Long.class)
                .single();
        Instant deadline = Instant.now().plus(HEAD_PATIENCE);
        while (horizon.decided() < last && horizon.advance() < last) {
            if (Instant.now().isAfter(deadline)) {
                throw new EventStoreException("A transaction holds an append open, so the log has no certain end");
            }
            LockSupport.parkNanos(PAUSE_BETWEEN_LOOKS.toNanos());
        }
        return new GlobalSequenceTrackingToken(last);
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        Long first = jdbc.sql("select min(position) from events where recorded_at >= ?")
                .param(OffsetDateTime.ofInstant(dateTime, ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .orElse(null);
        return first == null ? createHeadToken() : new GlobalSequenceTrackingToken(first - 1);
    }

    private long first(String query) {
        Long first = jdbc.sql(query).query(Long.class).optional().orElse(null);
        return first == null ? 0 : first - 1;
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return snapshots ? super.readSnapshotData(aggregateIdentifier) : Stream.empty();
    }

    /** As text: Axon cuts everything else to milliseconds. */
    @Override
    protected Object readTimeStamp(ResultSet resultSet, String columnName) throws SQLException {
        return resultSet.getObject(columnName, OffsetDateTime.class).toInstant().toString();
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        // Cut, not rounded: nothing is recorded in the future.
        Instant stored = timestamp.truncatedTo(ChronoUnit.MICROS);
        statement.setObject(position, OffsetDateTime.ofInstant(stored, ZoneOffset.UTC));
    }

    /** A stream's events by its index; Axon's statement compares a range of sequences that starves the planner. */
    @Override
    protected PreparedStatement readEventData(
            Connection connection, String identifier, long firstSequenceNumber, int batchSize) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("""
                select event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
                from events where stream_id = ? and sequence >= ? order by sequence limit ?""");
        statement.setString(1, identifier);
        statement.setLong(2, firstSequenceNumber);
        statement.setInt(3, batchSize);
        return statement;
    }
}
