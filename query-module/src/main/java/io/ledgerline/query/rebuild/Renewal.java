package io.ledgerline.query.rebuild;

import io.ledgerline.query.View;
import io.ledgerline.query.ViewLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What makes a view, or the end of one, anew from the log: follows its processor until it has nearly caught up, and comes
 * to its end in one short transaction that keeps the processor waiting, so that it goes on with its token as if nothing
 * had happened.
 */
abstract class Renewal implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Renewal.class);

    /** Less than PostgreSQL waits before it ends a deadlock: if there is one it is this that gives way, no reader. */
    private static final String LOCK_TIMEOUT = "200ms";

    /** A lock timeout, a deadlock. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    /** The end is only tried if no more than so many events are left to write. */
    private static final long NEARLY_THERE = 1_000;

    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final String id = UUID.randomUUID().toString();
    private final RebuildSession session;
    private final View view;
    private final JdbcTemplate read;
    private final ProcessorTokens tokens;
    private final RebuildRecords records;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Held by who works at it, or ends it. */
    private final ReentrantLock working = new ReentrantLock();

    private volatile boolean over;

    Renewal(RebuildSession session, DataSource read, Serializer serializer) {
        this.session = session;
        this.view = session.view();
        this.read = new JdbcTemplate(read);
        this.tokens = new ProcessorTokens(this.read, serializer);
        this.records = new RebuildRecords(this.read);
    }

    /**
     * From here on everyone can see it.
     *
     * @param from position of the first event that is taken; null if all are
     */
    final void begin(String startedBy, @Nullable Long from) {
        tidyUp();
        records.begun(view, id, startedBy, from);
    }

    /** The program stops. */
    final void stop() {
        stopped.countDown();
    }

    @Override
    public final void run() {
        does(() -> {
            renew();
            log.info("View {}: {} is completed", view.name(), what());
            end(State.COMPLETED, null);
        });
    }

    /** A part of the work. */
    @FunctionalInterface
    interface Part {
        void run() throws InterruptedException;
    }

    /**
     * Whatever goes wrong ends it.
     *
     * @return whether it goes on
     */
    final boolean does(Part part) {
        working.lock();
        try {
            if (over) {
                return false;
            }
            part.run();
            return true;
        } catch (RebuildStopped e) {
            log.info("View {}: {} is {}", view.name(), what(), e.state());
            end(e.state(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(State.INTERRUPTED, null);
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(e);
            throw e;
        } finally {
            working.unlock();
        }
        return false;
    }

    /** Ends it if it waits for a thread. If it has one it finds out by itself that it is cancelled. */
    final void cancel() {
        if (working.tryLock()) {
            try {
                if (!over) {
                    end(State.CANCELLED, null);
                }
            } finally {
                working.unlock();
            }
        }
    }

    /** Gives back the right to renew the view, whatever has happened. Does nothing if it is over. */
    final void fail(Throwable cause) {
        working.lock();
        try {
            if (!over) {
                log.warn("View {}: {} has failed: {}", view.name(), what(), whatStays(), cause);
                end(State.FAILED, cause.getMessage() == null ? cause.toString() : cause.getMessage());
            }
        } finally {
            working.unlock();
        }
    }

    /** All of it, or what is left of it. */
    abstract void renew() throws InterruptedException;

    /** What it is, for the log. */
    abstract String what();

    /** What is there if it fails, for the log. */
    abstract String whatStays();

    /** Reads no more. */
    abstract void close();

    /** What is left of it, or of one before, nobody needs. */
    void tidyUp() {}

    final boolean isOver() {
        return over;
    }

    /** What can't be tidied up now is at the next start. */
    private void end(State end, @Nullable String failure) {
        over = true;
        try (session) {
            close();
            tidyUp();
            records.ended(id, end, failure);
        } catch (RuntimeException e) {
            log.debug("View {}: what {} has left stays until the next one", view.name(), what(), e);
        }
    }

    final Reached reached() {
        return tokens.of(view.processor());
    }

    final void follow(Replay replay) throws InterruptedException {
        while (reached().most() - replay.position() > NEARLY_THERE) {
            advanceOrRest(replay);
        }
    }

    /**
     * Until all is applied that the view needs of the log up to there: the processor has to handle it first.
     *
     * @param patience how long the processor may stand still meanwhile, as others wait for this thread
     * @throws IllegalStateException if it has stood still for longer
     */
    final void waitForProcessor(Replay replay, long position, Duration patience) throws InterruptedException {
        Reached seen = reached();
        long since = System.nanoTime();
        while (!replay.isPast(position)) {
            boolean more = advance(replay);
            Reached now = reached();
            if (more || !now.equals(seen)) {
                seen = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos()) {
                throw new IllegalStateException(
                        "its processor %s has stood still for %s: it has not handled all up to %d"
                                .formatted(view.processor(), patience, position));
            }
            if (!more) {
                rest();
            }
        }
    }

    final void advanceOrRest(Replay replay) throws InterruptedException {
        if (!advance(replay)) {
            rest();
        }
    }

    private boolean advance(Replay replay) throws InterruptedException {
        boolean more = applied(replay);
        report(replay);
        return more;
    }

    /**
     * Applies a batch at most.
     *
     * @return whether there may be more to do at once
     */
    boolean applied(Replay replay) throws InterruptedException {
        return replay.advance(reached());
    }

    /** And looks whether it is to go on. */
    final void report(Replay replay) {
        if (stopped.getCount() == 0) {
            throw new RebuildStopped(State.INTERRUPTED);
        }
        long total = Math.max(replay.position(), reached().most());
        if (!new RebuildRecords(session.jdbc()).advanced(id, replay.position(), total, replay.events())) {
            throw new RebuildStopped(State.CANCELLED);
        }
    }

    /** Until there may be more to do, or the end may succeed. */
    private void rest() throws InterruptedException {
        if (stopped.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new RebuildStopped(State.INTERRUPTED);
        }
    }

    /**
     * Until it is reached, however often that has to be tried.
     *
     * @param tried false if too much is left to write
     */
    final void reachEnd(Replay replay, BooleanSupplier tried) throws InterruptedException {
        while (!isReached(tried)) {
            rest();
            advance(replay);
        }
    }

    /** False if it has to be tried again: too much is left, or too many are reading. */
    private static boolean isReached(BooleanSupplier tried) {
        try {
            return tried.getAsBoolean();
        } catch (RuntimeException e) {
            if (isInTheWay(e)) {
                return false;
            }
            throw e;
        }
    }

    /** First of all in the last transaction: from here on what the processor has committed stands still. */
    final void keepProcessorWaiting(JdbcTemplate jdbc) {
        jdbc.execute("set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        view.tables().forEach(table -> ViewLock.exclusive(jdbc, table));
    }

    /**
     * After {@link #keepProcessorWaiting}, as batches take these locks in that order. A batch that only adds to streams that
     * are set aside takes none of the view, and would commit letters with its token.
     */
    final void keepTokens() {
        tokens.hold(view.processor());
    }

    /** False if that would keep it waiting for too long. */
    final boolean caughtUp(Replay replay) {
        long patience = System.nanoTime() + LONGEST_REST.toNanos();
        Reached reached = reached();
        try {
            while (!replay.isAt(reached) && System.nanoTime() < patience) {
                replay.advance(reached);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RebuildStopped(State.INTERRUPTED);
        }
        return replay.isAt(reached);
    }

    final boolean isSetAside(String stream) {
        return !read.queryForList(
                        "select 1 from dead_letter where processing_group = ? and sequence_identifier = ? limit 1",
                        Integer.class,
                        view.processor(),
                        stream)
                .isEmpty();
    }

    /** For a lock it has waited too long, or so that somebody waited for this one: nothing is wrong, and it is rolled back. */
    static boolean isInTheWay(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && IN_THE_WAY.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    final String id() {
        return id;
    }

    final View view() {
        return view;
    }

    final RebuildSession session() {
        return session;
    }

    /** On connections of the pool: not on that of the session. */
    final JdbcTemplate read() {
        return read;
    }
}
