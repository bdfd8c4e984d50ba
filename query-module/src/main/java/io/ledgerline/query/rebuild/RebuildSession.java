package io.ledgerline.query.rebuild;

import io.ledgerline.query.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One connection that holds the right to rebuild a view, and over which its new rows are written. If it breaks, both are
 * lost at once: so no two ever write, and whoever dies leaves the right to others.
 */
final class RebuildSession implements AutoCloseable {

    private static final String KEY = "hashtextextended('rebuild of ' || ?, 0)";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Logger log = LoggerFactory.getLogger(RebuildSession.class);

    private final Connection connection;
    private final DataSource next;
    private final View view;

    private RebuildSession(Connection connection, DataSource next, View view) {
        this.connection = connection;
        this.next = next;
        this.view = view;
    }

    /**
     * @param schema of the tables that are written
     * @return empty if somebody else has the right, on any node
     */
    static Optional<RebuildSession> open(DataSource dataSource, View view, String schema) {
        try {
            Connection connection = dataSource.getConnection();
            RebuildSession session =
                    new RebuildSession(connection, new SingleConnectionDataSource(connection, true), view);
            if (session.begin(schema)) {
                return Optional.of(session);
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new UncategorizedSQLException("a connection for a rebuild", null, e);
        }
    }

    private boolean begin(String schema) throws SQLException {
        try {
            boolean mine = lock();
            if (mine) {
                connection.setSchema(schema);
            }
            return mine;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Waits a moment: who has just told that it has ended has its lock a little longer. */
    private boolean lock() throws SQLException {
        JdbcTemplate here = jdbc();
        here.execute("set lock_timeout = '500ms'");
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(%s)".formatted(KEY))) {
            lock.setString(1, view.name());
            lock.execute();
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            here.execute("reset lock_timeout");
        }
    }

    View view() {
        return view;
    }

    /** The tables that are written. */
    DataSource next() {
        return next;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(next);
    }

    @Override
    public void close() {
        try (connection) {
            connection.setSchema(NextTables.IN_USE);
            jdbc().query("select pg_advisory_unlock(%s)".formatted(KEY), result -> {}, view.name());
        } catch (SQLException | RuntimeException e) {
            log.debug("The connection of a rebuild of {} is broken, and so given up with its lock", view.name(), e);
        }
    }
}
