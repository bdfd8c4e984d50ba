package io.ledgerline.endtoend;

import io.ledgerline.Ledgerline;
import io.ledgerline.database.DataDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** The real program, started by its own main method, on a random port and with data of its own. */
final class Program implements AutoCloseable {

    private static final String NOTICE = "--ledgerline.shutdown.notice=";

    static final String AXON_SERVERS = "--axon.axonserver.servers=";

    static final String WEBHOOK_SECRET = "a secret for tests";

    /** The server hands each command to any program that is connected, and only one of them has the right database. */
    private static final List<Program> ON_AXON_SERVER = new ArrayList<>();

    private final Store store;
    private final @Nullable Cluster cluster;
    private List<String> settings;
    private @Nullable Path data;
    private @Nullable ConfigurableApplicationContext context;

    Program(Store store) {
        this(store, new String[0]);
    }

    /**
     * @param settings more of them, as arguments
     */
    Program(Store store, String... settings) {
        this(store, null, settings);
    }

    /**
     * @param cluster whose node it is; null if it is alone
     */
    Program(Store store, @Nullable Cluster cluster, String... settings) {
        this.store = store;
        this.cluster = cluster;
        this.settings = List.of(settings);
    }

    Store store() {
        return store;
    }

    /** Once: all scenarios share it. */
    synchronized void ensureRunning() {
        if (context == null) {
            BlockingCalls.watch();
            List<String> arguments = new ArrayList<>();
            arguments.add("--ledgerline.event-store=" + store);
            if (store == Store.AXON_SERVER) {
                replaceThoseBefore();
                String address = AxonServer.address();
                if (settings.stream().noneMatch(setting -> setting.startsWith(AXON_SERVERS))) {
                    arguments.add(AXON_SERVERS + address);
                }
            }
            arguments.add("--ledgerline.data-directory=" + data());
            arguments.add("--server.port=0");
            // Long enough for every answer that comes, short enough to see what becomes of one that does not.
            arguments.add("--ledgerline.payments.answer-deadline=PT5S");
            arguments.add("--ledgerline.payments.webhook-secret=" + WEBHOOK_SECRET);
            if (settings.stream().noneMatch(setting -> setting.startsWith(NOTICE))) {
                // Nobody is in front of it who would have to notice.
                arguments.add(NOTICE + "PT0S");
            }
            if (cluster != null) {
                arguments.addAll(cluster.settings());
            }
            arguments.addAll(settings);
            context = SpringApplication.from(Ledgerline::main)
                    .with(WithoutTestClasses.class, PlantedFault.class, RecordedSpans.class)
                    .run(arguments.toArray(String[]::new))
                    .getApplicationContext();
        }
    }

    private void replaceThoseBefore() {
        ON_AXON_SERVER.removeIf(other -> {
            boolean hasOtherData = other != this && (cluster == null || other.cluster != cluster);
            if (hasOtherData) {
                other.stop();
            }
            return hasOtherData || other == this;
        });
        ON_AXON_SERVER.add(this);
    }

    /** Stops it as a signal would, and starts it on the same data. */
    void restart() {
        stop();
        ensureRunning();
    }

    /** On the same data with other settings than before. */
    void restartWith(String... other) {
        stop();
        settings = List.of(other);
        ensureRunning();
    }

    synchronized void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    Path data() {
        if (data == null) {
            try {
                data = Files.createTempDirectory("ledgerline-" + store + "-");
                if (cluster == null) {
                    DataDirectories.prepare(data);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return data;
    }

    String address() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) running()).getWebServer().getPort();
    }

    <T> T bean(Class<T> type) {
        return running().getBean(type);
    }

    <T> Stream<T> beans(Class<T> type) {
        return running().getBeanProvider(type).stream();
    }

    private ConfigurableApplicationContext running() {
        if (context == null) {
            throw new IllegalStateException("The program is not running");
        }
        return context;
    }

    /** A look into the database from outside, as {@code psql} has it. */
    PGSimpleDataSource database() {
        Properties connection = new Properties();
        try (var file = Files.newBufferedReader(data().resolve("connection.properties"))) {
            connection.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(connection.getProperty("url"));
        database.setUser(connection.getProperty("username"));
        database.setPassword(connection.getProperty("password"));
        return database;
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database());
    }

    @Override
    public void close() throws IOException {
        stop();
        FileSystemUtils.deleteRecursively(data);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
