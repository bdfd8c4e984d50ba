package io.ledgerline.nodes;

import io.ledgerline.database.DatabaseProperties.Access;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short messages between all nodes on one database, by {@code NOTIFY}. They are hints that something is worth a look: one may
 * get lost, so whoever listens also looks by himself now and then. What a node sends doesn't come back to it.
 *
 * <p>Sent after the commit that they tell of, on a connection of their own: a {@code NOTIFY} within a transaction lines up
 * the commits of all that have one. What gathers while one is under way is sent in one. Poolers that change connections
 * between transactions don't pass any of it on.
 *
 * <p>Each node says now and then that it is there. One that hears nobody keeps its news to itself, and when somebody turns up
 * says that there may have been some: most shops run a single node.
 */
public final class Signals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private static final String CHANNEL = "ledgerline";

    /** What a {@code NOTIFY} can carry is a little less than 8000 bytes. */
    private static final int MOST_CHARACTERS = 2_000;

    /** More than this about one topic at once, and it is simpler to say that anything may have changed. */
    private static final int MOST_OF_A_TOPIC = 5_000;

    /** Under load: the first is sent at once, and then so many in a second at most. */
    private static final Duration BETWEEN_TWO = Duration.ofMillis(5);

    private static final Duration BETWEEN_TWO_SIGNS_OF_LIFE = Duration.ofSeconds(2);
    private static final Duration UNTIL_ALONE = Duration.ofSeconds(7);

    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int SECONDS_TO_ANSWER = 5;
    private static final int SECONDS_TO_SEND = 10;
    private static final int NO_LIMIT = 0;

    /** Stands for all that there is about a topic. */
    private static final String ANYTHING = "";

    /** A topic that nobody listens to: a node says its id. */
    private static final String HERE = "here";

    /** Is told on a thread that must not be held up. */
    public interface Listener {

        /** Another node has news about this. */
        void told(String what);

        /** Another node may have had news about anything. */
        void mayHaveMissedSome();
    }

    private final Access database;
    private final String name;
    private final String node;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    /** By topic; guarded by this. */
    private final Map<String, Set<String>> waiting = new HashMap<>();

    /** Topics about which nobody was told, as nobody was there; guarded by this. */
    private final Set<String> keptBack = new HashSet<>();

    /** When another node was heard last; others may be there already when this one starts. Guarded by this. */
    private long heard = System.nanoTime();

    /** Guarded by this. */
    private long nextSignOfLife = System.nanoTime();

    private volatile boolean closed;
    private volatile int ownBackend;
    private volatile @Nullable Connection sending;
    private volatile @Nullable Connection hearing;

    /**
     * @param name of the database, for the names of threads and connections
     * @param node the id of this node, which may have several of these on one database
     */
    Signals(Access database, String name, String node) {
        this.database = database;
        this.name = name;
        this.node = node;
    }

    /** From now on. */
    void start() {
        thread("send", this::sendAll);
        thread("hear", this::hearAll);
    }

    private void thread(String what, Runnable work) {
        Thread thread = new AxonThreadFactory("signals-%s-%s".formatted(name, what)).newThread(work);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param topic letters only
     */
    public void listen(String topic, Listener listener) {
        listeners.computeIfAbsent(topic, it -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /**
     * To all other nodes, in a moment. Doesn't block.
     *
     * @param what anything without line breaks, at most a few hundred characters; not empty
     */
    public synchronized void send(String topic, String what) {
        if (System.nanoTime() - heard > UNTIL_ALONE.toNanos()) {
            keptBack.add(topic);
            return;
        }
        Set<String> about = waiting.computeIfAbsent(topic, it -> new LinkedHashSet<>());
        if (about.size() >= MOST_OF_A_TOPIC) {
            about.clear();
            about.add(ANYTHING);
        }
        if (!about.contains(ANYTHING)) {
            about.add(what);
        }
        notifyAll();
    }

    private synchronized void sendAgain(Iterable<String> topics) {
        topics.forEach(topic -> waiting.put(topic, new LinkedHashSet<>(Set.of(ANYTHING))));
    }

    private synchronized void hearAnother() {
        heard = System.nanoTime();
        if (!keptBack.isEmpty()) {
            sendAgain(keptBack);
            keptBack.clear();
            notifyAll();
        }
    }

    private synchronized Map<String, Set<String>> take() throws InterruptedException {
        long left = nextSignOfLife - System.nanoTime();
        while (waiting.isEmpty() && left > 0 && !closed) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = nextSignOfLife - System.nanoTime();
        }
        Map<String, Set<String>> taken = new HashMap<>(waiting);
        waiting.clear();
        if (left <= 0) {
            taken.put(HERE, Set.of(node));
            nextSignOfLife = System.nanoTime() + BETWEEN_TWO_SIGNS_OF_LIFE.toNanos();
        }
        return taken;
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private void sendAll() {
        boolean failing = false;
        try {
            while (!closed) {
                Map<String, Set<String>> taken = take();
                try {
                    send(taken);
                    if (failing) {
                        log.info("Other nodes on the {} database are told again", name);
                    }
                    failing = false;
                    pause(BETWEEN_TWO);
                } catch (SQLException e) {
                    if (!failing && !closed) {
                        log.warn("Other nodes on the {} database can't be told at the moment", name, e);
                    }
                    failing = true;
                    forget(sending);
                    sending = null;
                    sendAgain(taken.keySet());
                    pause(UNTIL_NEXT_TRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Map<String, Set<String>> taken) throws SQLException {
        Connection connection = sending;
        if (connection == null) {
            connection = connect(SECONDS_TO_SEND);
            sending = connection;
            ownBackend = connection.unwrap(PGConnection.class).getBackendPID();
        }
        String[] payloads = payloads(taken);
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_notify(?, payload) from unnest(?::text[]) payload")) {
            statement.setString(1, CHANNEL);
            statement.setArray(2, connection.createArrayOf("text", payloads));
            statement.execute();
        }
    }

    private static String[] payloads(Map<String, Set<String>> taken) {
        List<String> payloads = new ArrayList<>();
        StringBuilder next = new StringBuilder();
        taken.forEach((topic, about) -> about.forEach(what -> {
            String line = topic + " " + what + "\n";
            if (next.length() + line.length() > MOST_CHARACTERS && !next.isEmpty()) {
                payloads.add(next.toString());
                next.setLength(0);
            }
            next.append(line);
        }));
        payloads.add(next.toString());
        return payloads.toArray(String[]::new);
    }

    private void hearAll() {
        try {
            while (!closed) {
                try (Connection connection = connect(NO_LIMIT)) {
                    hearing = connection;
                    hear(connection);
                } catch (SQLException e) {
                    log.debug("Other nodes can't be heard at the moment", e);
                    pause(UNTIL_NEXT_TRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        listeners.forEach((topic, all) -> all.forEach(listener -> tell(listener, ANYTHING)));
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = postgres.getNotifications((int) SILENCE.toMillis());
            if (notifications == null || notifications.length == 0) {
                // Nothing to hear, or nobody at the other end any more.
                if (!connection.isValid(SECONDS_TO_ANSWER)) {
                    throw new SQLException("The connection is gone");
                }
                continue;
            }
            for (PGNotification notification : notifications) {
                if (notification.getPID() != ownBackend) {
                    notification.getParameter().lines().forEach(this::dispatch);
                }
            }
        }
    }

    private void dispatch(String line) {
        int space = line.indexOf(' ');
        if (space > 0) {
            String what = line.substring(space + 1);
            if (line.startsWith(HERE + " ") && !what.equals(node)) {
                hearAnother();
            }
            listeners.getOrDefault(line.substring(0, space), List.of()).forEach(listener -> tell(listener, what));
        }
    }

    private static void tell(Listener listener, String what) {
        try {
            if (what.equals(ANYTHING)) {
                listener.mayHaveMissedSome();
            } else {
                listener.told(what);
            }
        } catch (RuntimeException e) {
            log.warn("News of another node could not be passed on", e);
        }
    }

    /**
     * Not on disk: nobody needs to know after a crash what was to be looked at before.
     *
     * @param seconds after which no answer means that nobody is there any more
     */
    private Connection connect(int seconds) throws SQLException {
        Properties properties = new Properties();
        if (database.username() != null) {
            properties.setProperty("user", database.username());
        }
        if (database.password() != null) {
            properties.setProperty("password", database.password());
        }
        properties.setProperty("ApplicationName", "ledgerline signals");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", Integer.toString(SECONDS_TO_ANSWER));
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("options", "-c synchronous_commit=off");
        Connection connection = DriverManager.getConnection(database.url(), properties);
        if (closed) {
            connection.close();
            throw new SQLException("The program stops");
        }
        return connection;
    }

    /** Also ends what waits on them. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        forget(hearing);
        forget(sending);
    }

    private static void forget(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("A connection could not be closed", e);
            }
        }
    }
}
