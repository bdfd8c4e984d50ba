package io.ledgerline.endtoend;

import io.ledgerline.Ledgerline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** The real program, started by its own main method, on a random port and with data of its own. */
final class Program implements AutoCloseable {

    static final String WEBHOOK_SECRET = "a secret for tests";

    private final Store store;
    private @Nullable Path data;
    private @Nullable ConfigurableApplicationContext context;

    Program(Store store) {
        this.store = store;
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
                arguments.add("--axon.axonserver.servers=" + AxonServer.address());
            }
            arguments.add("--ledgerline.data-directory=" + data());
            arguments.add("--server.port=0");
            // Long enough for every answer that comes, short enough to see what becomes of one that does not.
            arguments.add("--ledgerline.payments.answer-deadline=PT5S");
            arguments.add("--ledgerline.payments.webhook-secret=" + WEBHOOK_SECRET);
            context = SpringApplication.from(Ledgerline::main)
                    .with(WithoutTestClasses.class, PlantedFault.class)
                    .run(arguments.toArray(String[]::new))
                    .getApplicationContext();
        }
    }

    /** Stops it as a signal would, and starts it on the same data. */
    void restart() {
        stop();
        ensureRunning();
    }

    private synchronized void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    private Path data() {
        if (data == null) {
            try {
                data = Files.createTempDirectory("ledgerline-" + store + "-");
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
