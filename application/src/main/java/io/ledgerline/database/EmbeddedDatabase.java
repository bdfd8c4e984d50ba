package io.ledgerline.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL of the program's own: durable, on loopback only, with a password that only the owner of the data
 * directory can read. Its address is in {@code connection.properties} there.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final String NAME = "ledgerline";
    private static final String CONNECTION_FILE = "connection.properties";

    /** Stands in the cluster once there is something in it to lose. */
    private static final String PREPARED_MARK = "ledgerline-prepared";

    /** Passwords everywhere, and no way in but loopback. */
    private static final List<String> ACCESS_RULES =
            List.of("host all all 127.0.0.1/32 scram-sha-256", "host all all ::1/128 scram-sha-256");

    /** As a new cluster is, for the moment in which its passwords are set. */
    private static final List<String> OPEN_TO_THIS_MACHINE = List.of("host all all 127.0.0.1/32 trust");

    private final EmbeddedPostgres postgres;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres postgres, String password) {
        this.postgres = postgres;
        this.password = password;
    }

    static EmbeddedDatabase start(DataDirectory data) {
        Path cluster = data.path().resolve("postgresql");
        new Orphan(cluster).stop();
        boolean hasPassword = Files.exists(data.path().resolve(CONNECTION_FILE));
        boolean prepared = hasPassword || Files.exists(cluster.resolve(PREPARED_MARK));
        if (!prepared) {
            log.info("Preparing a PostgreSQL in {} (once, takes some seconds)", cluster);
            discardHalfPrepared(cluster);
        }
        try {
            if (prepared && !hasPassword) {
                log.warn("{} is gone: the database gets a new password", CONNECTION_FILE);
                Files.write(cluster.resolve("pg_hba.conf"), OPEN_TO_THIS_MACHINE, StandardCharsets.UTF_8);
            }
            String password = hasPassword ? storedPassword(data) : newPassword();
            EmbeddedPostgres postgres = start(data, cluster, password);
            EmbeddedDatabase database = new EmbeddedDatabase(postgres, password);
            if (!hasPassword) {
                database.prepare(cluster, !prepared);
            }
            Files.writeString(cluster.resolve(PREPARED_MARK), "");
            database.publishAddress(data);
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL in " + cluster + " doesn't start; its log is in " + logFile(data), e);
        }
    }

    /** Without its mark and its address an earlier first start was broken off, and nothing was stored yet. */
    private static void discardHalfPrepared(Path cluster) {
        try {
            FileSystemUtils.deleteRecursively(cluster);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't remove the half-prepared " + cluster, e);
        }
    }

    private static EmbeddedPostgres start(DataDirectory data, Path cluster, String password) throws IOException {
        File output = logFile(data).toFile();
        return EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(
                        data.path().resolve("postgresql-binaries").toFile())
                // Spring stops the server once nothing uses it any more; a hook would stop it under our feet.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(output))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(output))
                .setLocaleConfig("locale", "C.UTF-8")
                .setConnectConfig("password", password)
                // The library's defaults are for tests: both are off there, and a crash loses what was acknowledged.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .start();
    }

    private void prepare(Path cluster, boolean isNew) throws IOException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    (isNew ? "create" : "alter") + " role %s login superuser password '%s'".formatted(NAME, password));
            statement.execute("alter role postgres password '%s'".formatted(password));
            if (isNew) {
                statement.execute("create database %s owner %s".formatted(NAME, NAME));
            }
            Files.write(cluster.resolve("pg_hba.conf"), ACCESS_RULES, StandardCharsets.UTF_8);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("The new database can't be prepared", e);
        }
    }

    private void publishAddress(DataDirectory data) {
        data.writeSecret(CONNECTION_FILE, "url=%s%nusername=%s%npassword=%s%n".formatted(url(), NAME, password));
    }

    DatabaseProperties.Access access(DatabaseProperties.Access configured) {
        return new DatabaseProperties.Access(url(), NAME, password, configured.maximumPoolSize());
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.getPort(), NAME);
    }

    private static Path logFile(DataDirectory data) {
        return data.path().resolve("postgresql.log");
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String storedPassword(DataDirectory data) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(data.path().resolve(CONNECTION_FILE), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties.getProperty("password");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
