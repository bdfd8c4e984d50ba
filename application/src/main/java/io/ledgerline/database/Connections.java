package io.ledgerline.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of all pools, so that they can be given up together: a network that has lost them doesn't say so to who only
 * waits for an answer, and a pool can't take back what is in use.
 */
public final class Connections {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final LongSupplier nanoTime;
    private final Map<Connection, Long> opened = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    public Connections(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The same, whose connections are known here. */
    public DataSource known(DataSource driver) {
        return new DelegatingDataSource(driver) {

            @Override
            public Connection getConnection() throws SQLException {
                return known(super.getConnection());
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return known(super.getConnection(username, password));
            }
        };
    }

    private Connection known(Connection connection) {
        opened.put(connection, nanoTime.getAsLong());
        return connection;
    }

    /**
     * Whoever waits for one of them is told that it is broken.
     *
     * @param time those that were opened later stay
     * @return how many
     */
    public int giveUp(long time) {
        List<Connection> old = new ArrayList<>();
        synchronized (opened) {
            opened.forEach((connection, since) -> {
                if (since - time <= 0) {
                    old.add(connection);
                }
            });
            old.forEach(opened::remove);
        }
        old.forEach(Connections::abort);
        return old.size();
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("It is broken already", e);
        }
    }
}
