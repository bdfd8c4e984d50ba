package io.ledgerline.query.rebuild;

import javax.sql.DataSource;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Corrects the rows of a view that events from a position on have made, in place: each batch is a transaction, so readers
 * find a row as it was or as it is right. It follows the view's processor, which may go on from a row that isn't right yet,
 * and overtakes nothing; in its last transaction, for which the processor waits, the two are at the same place. What ends
 * it before leaves rows that are right and rows as they were.
 */
final class Repair extends Renewal {

    private final Replay replay;
    private final TransactionTemplate last;

    /**
     * @param session in the schema of the tables in use
     * @param projection that corrects them
     * @param from position of the first event
     */
    Repair(
            RebuildSession session,
            StreamableMessageSource<TrackedEventMessage<?>> events,
            DataSource read,
            Serializer serializer,
            Object projection,
            long from) {
        super(session, read, serializer);
        var ofSession = new JdbcTransactionManager(session.next());
        this.last = new TransactionTemplate(ofSession);
        this.replay = new Replay(
                events,
                new GlobalSequenceTrackingToken(from - 1),
                projection,
                new SpringTransactionManager(ofSession),
                this::isSetAside);
    }

    @Override
    void renew() throws InterruptedException {
        follow(replay);
        reachEnd(replay, this::corrected);
        report(replay);
    }

    /** Others write the same rows, and may wait for each other with this. */
    @Override
    boolean applied(Replay next) throws InterruptedException {
        try {
            return super.applied(next);
        } catch (RuntimeException e) {
            if (isInTheWay(e)) {
                return false;
            }
            throw e;
        } finally {
            view().renewed();
        }
    }

    /** All in the transaction that keeps the processor waiting: the lock is this connection's. */
    private boolean corrected() {
        Replay.Place before = replay.place();
        try {
            return Boolean.TRUE.equals(last.execute(status -> {
                keepProcessorWaiting(session().jdbc());
                return caughtUp(replay);
            }));
        } catch (RuntimeException e) {
            replay.backTo(before);
            throw e;
        } finally {
            view().renewed();
        }
    }

    @Override
    String what() {
        return "the repair";
    }

    @Override
    String whatStays() {
        return "what it has corrected stays corrected, the rest is as it was";
    }

    @Override
    void close() {
        replay.close();
    }
}
