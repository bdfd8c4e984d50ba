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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Axon's event storage on PostgreSQL, but for how processors read: strictly in the order of positions, and never past one
 * that is still to come. Axon's own engine reads on and forgets such gaps after a while, and with them the events of
 * every transaction that took longer. As nothing is ever left behind, a token is a plain position.
 */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine implements LogStorage, Streams {

    private static final String TRACKED = """
            select position, event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
            from events where position > ? order by position limit ?""";

    /** One look into the index for each, however long the streams are. */
    private static final String HEADS = """
            select stream_id, (select max(sequence) from events where events.stream_id = streams.stream_id)
            from unnest(?::text[]) as streams (stream_id)""";

    /** Those that are wanted, from the last snapshot of each on; and of those that are known the last sequence alone. */
    private static final String STREAMS = """
            with wanted as (
                select stream_id,
                    (select max(sequence) from snapshots where snapshots.stream_id = streams.stream_id) as cut
                from unnest(?::text[]) as streams (stream_id))
            select 'snapshot' as kind, event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload,
                metadata
            from wanted join snapshots using (stream_id) where sequence = cut
            union all
            select 'event', event_id, stream_id, sequence, stream_type, recorded_at, type, revision, payload, metadata
            from wanted join events using (stream_id) where sequence > coalesce(cut, -1)
            union all
            select 'head', null, stream_id, (select max(sequence) from events where events.stream_id = known.stream_id),
                null, null, null, null, null, null
            from unnest(?::text[]) as known (stream_id)
            order by stream_id, sequence""";

    private static final String READ_AHEAD = PostgresEventStorageEngine.class.getName() + ".readAhead";

    /** Appends take about a millisecond, so a gap is nearly always decided before these have passed. */
    private static final int LOOKS_AT_A_GAP = 8;

    private static final Duration PAUSE_BETWEEN_LOOKS = Duration.ofMillis(1);

    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final ReadHorizon horizon;

    /**
     * @param jdbc on the database of {@code connections}; its statements may run outside of their transaction
     */
    PostgresEventStorageEngine(
            Builder builder, ConnectionProvider connections, TransactionManager transactionManager, JdbcClient jdbc) {
        super(builder.schema(LogSchema.SCHEMA)
                .dataType(String.class)
                .connectionProvider(connections)
                .transactionManager(transactionManager)
                .persistenceExceptionResolver(new UniqueViolations()));
        this.jdbc = jdbc;
        this.horizon = new ReadHorizon(jdbc);
    }

    @Override
    public long decided() {
        return horizon.advance();
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

    @Override
    public Map<String, Long> heads(Collection<String> streams) {
        Map<String, Long> heads = new HashMap<>();
        jdbc.sql(HEADS).param(streams.toArray(String[]::new)).query(row -> {
            long last = row.getLong(2);
            if (!row.wasNull()) {
                heads.put(row.getString(1), last);
            }
        });
        return heads;
    }

    /** Streams as they were read, by their ids. */
    private static final class ReadAhead {

        private final Map<String, DomainEventData<?>> snapshots = new HashMap<>();
        private final Map<String, List<DomainEventData<?>>> events = new HashMap<>();

        boolean covers(String stream, long first) {
            DomainEventData<?> snapshot = snapshots.get(stream);
            return events.containsKey(stream) && first == (snapshot == null ? 0 : snapshot.getSequenceNumber() + 1);
        }
    }

    @Override
    public Map<String, Long> readAhead(UnitOfWork<?> unitOfWork, Collection<String> wanted, Collection<String> known) {
        if (wanted.isEmpty()) {
            return heads(known);
        }
        ReadAhead read = new ReadAhead();
        wanted.forEach(stream -> read.events.put(stream, new ArrayList<>()));
        Map<String, Long> heads = new HashMap<>();
        jdbc.sql(STREAMS)
                .params(wanted.toArray(String[]::new), known.toArray(String[]::new))
                .query(row -> {
                    switch (row.getString("kind")) {
                        case "snapshot" -> read.snapshots.put(row.getString("stream_id"), getSnapshotData(row));
                        case "event" ->
                            read.events.get(row.getString("stream_id")).add(getDomainEventData(row));
                        default -> heads.put(row.getString("stream_id"), row.getLong("sequence"));
                    }
                });
        unitOfWork.resources().put(READ_AHEAD, read);
        return heads;
    }

    private static @Nullable ReadAhead readAhead() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(READ_AHEAD) : null;
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String stream) {
        ReadAhead read = readAhead();
        return read != null && read.events.containsKey(stream)
                ? Stream.ofNullable(read.snapshots.get(stream))
                : super.readSnapshotData(stream);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String stream, long first) {
        ReadAhead read = readAhead();
        return read != null && read.covers(stream, first)
                ? read.events.get(stream).stream()
                : super.readEventData(stream, first);
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
        // Not before the first event that is there: one before it may still be on its way.
        return new GlobalSequenceTrackingToken(0);
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
        return first == null
                ? createHeadToken()
                : new GlobalSequenceTrackingToken(Math.min(first - 1, horizon.advance()));
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
