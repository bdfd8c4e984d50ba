package io.ledgerline.query.rebuild;

import io.ledgerline.query.View;
import io.ledgerline.query.ViewLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes one view anew: writes new tables up to where the view's processor has got, and then, in one short transaction
 * that keeps the processor waiting, writes the rest and exchanges the tables. So the processor goes on with its token as
 * if nothing had happened. Whatever ends it before leaves the view as it was.
 */
final class Rebuild implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    /** Less than PostgreSQL waits before it ends a deadlock: if there is one it is this that gives way, no reader. */
    private static final String LOCK_TIMEOUT = "200ms";

    /** The exchange is only tried if no more than so many events are left to write. */
    private static final long NEARLY_THERE = 1_000;

    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final String id = UUID.randomUUID().toString();
    private final RebuildSession session;
    private final View view;
    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final JdbcTemplate read;
    private final TransactionTemplate exchange;
    private final ProcessorTokens tokens;
    private final RebuildRecords records;
    private final NextTables tables;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Rebuild(
            RebuildSession session,
            StreamableMessageSource<TrackedEventMessage<?>> events,
            DataSource read,
            Serializer serializer) {
        this.session = session;
        this.view = session.view();
        this.events = events;
        this.read = new JdbcTemplate(read);
        this.exchange = new TransactionTemplate(new JdbcTransactionManager(read));
        this.tokens = new ProcessorTokens(this.read, serializer);
        this.records = new RebuildRecords(this.read);
        this.tables = new NextTables(session.jdbc());
    }

    /** From here on everyone can see it. */
    void begin(String startedBy) {
        tables.drop(view);
        records.begun(view, id, startedBy);
    }

    /** The program stops. */
    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        State end = State.FAILED;
        @Nullable String failure = null;
        try {
            build();
            log.info("View {} is made anew", view.name());
            end = State.COMPLETED;
        } catch (RebuildStopped e) {
            log.info("The rebuild of view {} is {}: the old one stays", view.name(), e.state());
            end = e.state();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = State.INTERRUPTED;
        } catch (RuntimeException e) {
            log.warn("View {} can't be made anew: the old one stays", view.name(), e);
            failure = e.getMessage();
        } finally {
            end(end, failure);
        }
    }

    /** What can't be tidied up now is at the next start. */
    private void end(State end, @Nullable String failure) {
        try (session) {
            tables.drop(view);
            records.ended(id, end, failure);
        } catch (RuntimeException e) {
            log.debug("What the rebuild of view {} has left stays until the next one", view.name(), e);
        }
    }

    private void build() throws InterruptedException {
        tables.create(view);
        // What was there when it began is in the view that is read, or will be: it can't be older than that.
        long head = ProcessorTokens.position(events.createHeadToken());
        var transactions = new SpringTransactionManager(new JdbcTransactionManager(session.next()));
        try (Replay replay = new Replay(events, view.into(session.next()), transactions, this::isSetAside)) {
            while (!isNearlyThere(replay, head)) {
                if (!advance(replay)) {
                    rest();
                }
            }
            tables.analyze(view);
            while (!exchanged(replay)) {
                rest();
                advance(replay);
            }
        }
    }

    private boolean isNearlyThere(Replay replay, long head) {
        return replay.isPast(head) && tokens.of(view.processor()).most() - replay.position() <= NEARLY_THERE;
    }

    /** Until there may be more to do, or an exchange may succeed. */
    private void rest() throws InterruptedException {
        if (stopped.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new RebuildStopped(State.INTERRUPTED);
        }
    }

    private boolean advance(Replay replay) throws InterruptedException {
        if (stopped.getCount() == 0) {
            throw new RebuildStopped(State.INTERRUPTED);
        }
        Reached reached = tokens.of(view.processor());
        boolean more = replay.advance(reached);
        report(replay, Math.max(replay.position(), reached.most()));
        return more;
    }

    private void report(Replay replay, long total) {
        if (!new RebuildRecords(session.jdbc()).advanced(id, replay.position(), total, replay.events())) {
            throw new RebuildStopped(State.CANCELLED);
        }
    }

    private boolean isSetAside(String stream) {
        return !read.queryForList(
                        "select 1 from dead_letter where processing_group = ? and sequence_identifier = ? limit 1",
                        Integer.class,
                        view.processor(),
                        stream)
                .isEmpty();
    }

    /** False if it has to be tried again: too much is left, or too many are reading. */
    private boolean exchanged(Replay replay) {
        try {
            return Boolean.TRUE.equals(exchange.execute(status -> {
                read.execute("set local lock_timeout = '" + LOCK_TIMEOUT + "'");
                view.tables().forEach(table -> ViewLock.exclusive(read, table));
                if (!caughtUp(replay)) {
                    status.setRollbackOnly();
                    return false;
                }
                takeUp(replay);
                new NextTables(read).exchange(view);
                records.completed(view, id, replay.position(), replay.events());
                return true;
            }));
        } catch (RuntimeException e) {
            if (isLockTimeout(e)) {
                return false;
            }
            throw e;
        }
    }

    /** The processor can't commit what it does to the view meanwhile, so what it has committed stands still. */
    private boolean caughtUp(Replay replay) {
        long patience = System.nanoTime() + LONGEST_REST.toNanos();
        Reached reached = tokens.of(view.processor());
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

    /** What could be applied now needn't be tried again. */
    private void takeUp(Replay replay) {
        read.update(
                "delete from dead_letter where processing_group = ? and sequence_identifier <> all (?)",
                view.processor(),
                replay.givenUp().toArray(String[]::new));
    }

    private static boolean isLockTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
