package io.ledgerline.query;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * New tables that a view is written to from the log's beginning. Until that is over nobody else writes there, nobody reads,
 * and nothing is in the way: each version is copied in, and what a thing came to be is written once, at the end or when it
 * has been quiet for long. Used by one thread.
 */
public final class Filling {

    /** Some ten megabytes of each table. */
    public static final int ENOUGH_IN_MEMORY = 10_000;

    private final DataSource tables;
    private final int mostInMemory;
    private final List<Runnable> rests = new ArrayList<>();
    private boolean over;

    /**
     * @param mostInMemory rows of each table; what doesn't fit is read again when it is needed
     */
    public Filling(DataSource tables, int mostInMemory) {
        this.tables = tables;
        this.mostInMemory = mostInMemory;
    }

    public DataSource tables() {
        return tables;
    }

    int mostInMemory() {
        return mostInMemory;
    }

    /** From then on events are projected as everywhere else. */
    public boolean isOver() {
        return over;
    }

    /**
     * @param rest writes what is not written yet
     */
    public void beforeEnd(Runnable rest) {
        rests.add(rest);
    }

    /** In a transaction. */
    public void end() {
        rests.forEach(Runnable::run);
        over = true;
    }
}
