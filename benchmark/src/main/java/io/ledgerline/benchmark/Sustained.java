package io.ledgerline.benchmark;

import io.ledgerline.testbed.Program;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Orders that are placed no faster than they are confirmed: only so many may be under way, so no backlog can grow, and
 * the rate is one that the program can keep up for ever. What counts is read from the log, when all is over.
 */
final class Sustained {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long LONGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;

    private static final String SETTLED = """
            select count(*) from write.events
            where position > ? and type in ('order.OrderConfirmed', 'order.OrderCancelled')""";

    private static final String CONFIRMED = """
            select (extract(epoch from confirmed.recorded_at - placed.recorded_at) * 1000000)::bigint
            from write.events as confirmed
            join write.events as placed on placed.stream_id = confirmed.stream_id and placed.sequence = 0
            where confirmed.position > ? and confirmed.position <= ? and confirmed.type = 'order.OrderConfirmed'""";

    private final Connection log;
    private final long before;
    private final Semaphore places;
    private volatile boolean over;

    private Sustained(Connection log, int mostUnderWay) throws SQLException {
        this.log = log;
        this.before = number("select coalesce(max(position), 0) from write.events");
        this.places = new Semaphore(mostUnderWay);
    }

    /**
     * @param clients that place orders; none is under way yet
     * @return how many were confirmed within the time, and how long after they were placed
     */
    static Measurement run(Program program, List<Load.Client> clients, Duration time, int mostUnderWay)
            throws Exception {
        try (Connection log = program.connect()) {
            return new Sustained(log, mostUnderWay).run(clients, time);
        }
    }

    private Measurement run(List<Load.Client> clients, Duration time) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            long began = System.nanoTime();
            Future<?> watcher = thread.submit(this::giveBackPlaces, null);
            Measurement placed =
                    Load.run(clients.stream().map(this::waitingForAPlace).toList(), time);
            long last = number("select coalesce(max(position), 0) from write.events");
            Duration taken = Duration.ofNanos(System.nanoTime() - began);
            over = true;
            watcher.get();
            return new Measurement(taken, confirmed(last), placed.failures());
        } finally {
            thread.shutdownNow();
        }
    }

    private Load.Client waitingForAPlace(Load.Client client) {
        return () -> {
            places.acquire();
            String outcome = client.send();
            if (!outcome.equals(Load.Client.DONE)) {
                places.release();
            }
            return outcome;
        };
    }

    private void giveBackPlaces() {
        try {
            long settled = 0;
            while (!over) {
                long now = number(SETTLED, before);
                places.release(Math.toIntExact(now - settled));
                settled = now;
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException("The log can't be watched", e);
        }
    }

    private Histogram confirmed(long last) throws SQLException {
        Histogram times = new Histogram(LONGEST_MICROS, 3);
        try (PreparedStatement statement = log.prepareStatement(CONFIRMED)) {
            statement.setLong(1, before);
            statement.setLong(2, last);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    times.recordValue(Math.max(0, Math.min(LONGEST_MICROS, row.getLong(1))));
                }
            }
        }
        return times;
    }

    private synchronized long number(String query, long... parameters) throws SQLException {
        try (PreparedStatement statement = log.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
