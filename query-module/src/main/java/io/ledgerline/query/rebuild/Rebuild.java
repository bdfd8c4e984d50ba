package io.ledgerline.query.rebuild;

import io.ledgerline.query.Filling;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes one view anew: fills new tables up to where the view's processor has got, makes their indexes, and then, in one
 * short transaction, writes the rest and exchanges the tables. Whatever ends it before leaves the view as it was.
 */
final class Rebuild extends Renewal {

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final Duration patience;
    private final TransactionTemplate exchange;
    private final NextTables tables;
    private final SpringTransactionManager transactions;
    private final Filling filling;
    private final Replay replay;

    /**
     * @param session in the schema of the new tables
     * @param patience how long the view's processor may stand still while this waits for it
     */
    Rebuild(
            RebuildSession session,
            StreamableMessageSource<TrackedEventMessage<?>> events,
            DataSource read,
            Serializer serializer,
            Duration patience) {
        super(session, read, serializer);
        this.events = events;
        this.patience = patience;
        this.exchange = new TransactionTemplate(new JdbcTransactionManager(read));
        this.tables = new NextTables(session.jdbc());
        this.transactions = new SpringTransactionManager(new JdbcTransactionManager(session.next()));
        this.filling = new Filling(session.next(), Filling.ENOUGH_IN_MEMORY);
        this.replay =
                new Replay(events, events.createTailToken(), view().into(filling), transactions, this::isSetAside);
    }

    @Override
    void tidyUp() {
        tables.drop(view());
    }

    /** Makes the new tables. */
    void prepare() {
        tables.create(view());
    }

    /**
     * Part of what it has to do before anything else, done for several at once.
     *
     * @param next events that the view's processor has handled, each of the log after those before
     */
    void fill(List<TrackedEventMessage<?>> next) {
        replay.take(next);
        report(replay);
    }

    @Override
    void renew() throws InterruptedException {
        // What is there now is in the view that is read, or will be: it can't be older than that.
        long head = ProcessorTokens.position(events.createHeadToken());
        waitForProcessor(replay, head, patience);
        transactions.executeInTransaction(filling::end);
        for (String index : tables.indexes(view())) {
            transactions.executeInTransaction(() -> tables.index(index));
            report(replay);
        }
        follow(replay);
        tables.analyze(view());
        reachEnd(replay, () -> exchanged(replay));
    }

    @Override
    String what() {
        return "the rebuild";
    }

    @Override
    String whatStays() {
        return "the old view stays";
    }

    @Override
    void close() {
        replay.close();
    }

    private boolean exchanged(Replay replay) {
        try {
            return Boolean.TRUE.equals(exchange.execute(status -> {
                keepProcessorWaiting(read());
                keepTokens();
                if (!caughtUp(replay)) {
                    status.setRollbackOnly();
                    return false;
                }
                takeUp(replay);
                new NextTables(read()).exchange(view());
                new RebuildRecords(read()).completed(view(), id(), replay.position(), replay.events());
                return true;
            }));
        } finally {
            view().renewed();
        }
    }

    /** What could be applied now needn't be tried again. */
    private void takeUp(Replay replay) {
        read().update(
                        "delete from dead_letter where processing_group = ? and sequence_identifier <> all (?)",
                        view().processor(),
                        replay.givenUp().toArray(String[]::new));
    }
}
