package io.ledgerline.eventstore;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far the log is decided: no event will ever appear at or below this position that isn't there now.
 *
 * <p>Positions are drawn before their transactions commit, so a later one can be there before an earlier one. Whoever
 * reads past a position that is still to come never sees it. A gap is closed for good once every transaction that was
 * appending when a later position was first seen has ended: an append locks the table before it draws a position, and
 * releases the lock only after its rows can be seen. So the locks tell, and no clock and no timeout is involved.
 */
final class ReadHorizon {

    private static final String APPENDING = """
            select virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'events'::regclass and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())""";

    /** A last position that was seen, and the transactions that may still append below it. */
    private record Candidate(long position, Set<String> appending) {}

    private final JdbcClient jdbc;

    private long decided;
    private @Nullable Candidate candidate;

    ReadHorizon(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every position up to here is decided, as far as is known without asking. */
    synchronized long decided() {
        return decided;
    }

    /**
     * Asks the database. Must run outside of any transaction that sees an old snapshot.
     *
     * @return every position up to here is decided
     */
    synchronized long advance() {
        if (candidate == null) {
            candidate = observe();
        } else {
            Set<String> appending = appending();
            appending.retainAll(candidate.appending());
            candidate = new Candidate(candidate.position(), appending);
        }
        if (candidate.appending().isEmpty()) {
            decided = Math.max(decided, candidate.position());
            candidate = null;
        }
        return decided;
    }

    /** The position first, the locks second: the other way round, an append between the two would be missed. */
    private Candidate observe() {
        long last = lastPosition();
        return new Candidate(last, appending());
    }

    private long lastPosition() {
        return jdbc.sql("select coalesce(max(position), 0) from events")
                .query(Long.class)
                .single();
    }

    private Set<String> appending() {
        return new HashSet<>(jdbc.sql(APPENDING).query(String.class).set());
    }
}
