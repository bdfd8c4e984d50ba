package io.ledgerline.query;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps those who write rows and the one who exchanges a view's tables apart, without readers noticing. Held until the
 * transaction ends. Tables in another schema have other locks.
 */
public final class ViewLock {

    private static final String KEY = "hashtextextended(current_schema() || '.' || ?, 0)";

    private ViewLock() {}

    /**
     * Before anything of the table is read that is written back: from here on it stays the same table. The commit doesn't
     * wait for the disk: what a crash takes back, rows and token alike, is read from the log once more.
     */
    public static void shared(JdbcTemplate jdbc, String table) {
        take("set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock_shared", jdbc, table);
    }

    /** Nobody writes from here on. */
    public static void exclusive(JdbcTemplate jdbc, String table) {
        take("pg_advisory_xact_lock", jdbc, table);
    }

    private static void take(String function, JdbcTemplate jdbc, String table) {
        jdbc.query("select %s(%s)".formatted(function, KEY), result -> {}, table);
    }
}
