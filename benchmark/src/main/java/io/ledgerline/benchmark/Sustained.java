package io.ledgerline.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Orders that are placed no faster than they are confirmed: only so many may be under way, so no backlog can grow, and
 * the rate is one that the program can keep up for ever. What counts is read from the log, when all is over.
 */
final class Sustained {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** What was appended so many looks ago is all there: nobody takes as long for a transaction. */
    private static final int LOOKS_BACK = 20;

    private static final String SETTLED = """
            select count(*) from write.events
            where position > ? and position <= ? and type in ('order.OrderConfirmed', 'order.OrderCancelled')""";

    private static final String CONFIRMED = """
            select (extract(epoch from confirmed.recorded_at - placed.recorded_at) * 1000000)::bigint
            from write.events as confirmed
            join write.events as placed on placed.stream_id = confirmed.stream_id and placed.sequence = 0
            where placed.position > ? and confirmed.position > ? and confirmed.position <= ?
              and confirmed.type = 'order.OrderConfirmed'""";

    private final Http http;
    private final Connection log;
    private final Supplier<Request> orders;
    private final int clients;
    private final long before;

    /** Touched by the thread that sends alone, as all that follows. */
    private final Failures failures = new Failures();

    private int free;
    private int sending;
    private boolean over;

    private Sustained(Http http, Connection log, Supplier<Request> orders, int clients, int mostUnderWay)
            throws SQLException {
        this.http = http;
        this.log = log;
        this.orders = orders;
        this.clients = clients;
        this.free = mostUnderWay;
        this.before = last(log);
    }

    /**
     * @param orders to be placed; none is under way yet
     * @param clients that place them at the same time, at most
     * @return how many were confirmed within the time, and how long after they were placed
     */
    static Measurement measure(OpenShop shop, Supplier<Request> orders, int clients, Duration time, int mostUnderWay)
            throws Exception {
        try (Connection log = shop.program().connect()) {
            return new Sustained(shop.http(), log, orders, clients, mostUnderWay).measure(time);
        }
    }

    private Measurement measure(Duration time) throws Exception {
        long began = System.nanoTime();
        http.run(this::place);
        giveBackPlaces(began + time.toNanos());
        long last = last(log);
        Duration taken = Duration.ofNanos(System.nanoTime() - began);
        CompletableFuture<Failures> failed = new CompletableFuture<>();
        http.run(() -> {
            over = true;
            failed.complete(failures);
        });
        return new Measurement(taken, confirmed(log, before, last), failed.join());
    }

    private void place() {
        while (!over && free > 0 && sending < clients) {
            free--;
            sending++;
            Request order = orders.get();
            http.send(order, answer -> {
                sending--;
                if (answer.status() == order.success()) {
                    place();
                } else {
                    failures.add(answer.problem());
                    free++;
                    http.runLater(answer.retryAfter(), this::place);
                }
            });
        }
    }

    private void giveBackPlaces(long until) throws SQLException, InterruptedException {
        long[] looks = new long[LOOKS_BACK];
        long from = before;
        long counted = 0;
        long settled = 0;
        for (int look = 0; System.nanoTime() - until < 0; look++) {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            long passed = looks[look % LOOKS_BACK];
            if (passed > from) {
                counted += number(from, passed);
                from = passed;
            }
            looks[look % LOOKS_BACK] = last(log);
            long now = counted + number(from, Long.MAX_VALUE);
            int places = Math.toIntExact(now - settled);
            settled = now;
            http.run(() -> {
                free += places;
                place();
            });
        }
    }

    private long number(long after, long upTo) throws SQLException {
        try (PreparedStatement statement = log.prepareStatement(SETTLED)) {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The position of the last event. */
    static long last(Connection log) throws SQLException {
        try (PreparedStatement statement = log.prepareStatement("select coalesce(max(position), 0) from write.events");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** From when an order was placed until it was confirmed, of those that were both between these positions. */
    static Histogram confirmed(Connection log, long after, long upTo) throws SQLException {
        Histogram times = Measurement.histogram();
        try (PreparedStatement statement = log.prepareStatement(CONFIRMED)) {
            statement.setLong(1, after);
            statement.setLong(2, after);
            statement.setLong(3, upTo);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    times.recordValue(Measurement.micros(row.getLong(1)));
                }
            }
        }
        return times;
    }
}
