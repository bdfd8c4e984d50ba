package io.ledgerline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One real PostgreSQL for all tests of a run, and a fresh database in it for each that asks. */
public final class TestDatabase implements AutoCloseable {

    private static final EmbeddedPostgres POSTGRES = start();

    private final String name;
    private final HikariDataSource dataSource;

    private TestDatabase(String name, HikariDataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /** A database with nothing in it. */
    public static TestDatabase empty() {
        return copyOf("template1");
    }

    /** A database with the write schema as it is migrated to. */
    public static TestDatabase withWriteSchema() {
        return copyOf(WriteSchema.DATABASE);
    }

    /** Migrated once, for the first who asks, as copying is a matter of milliseconds. */
    private static final class WriteSchema {

        private static final String DATABASE = migrated();

        private static String migrated() {
            try (TestDatabase database = empty()) {
                Flyway.configure()
                        .dataSource(database.dataSource())
                        .schemas("write")
                        .locations("classpath:db/write")
                        .load()
                        .migrate();
                return database.name;
            }
        }
    }

    private static TestDatabase copyOf(String template) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        JdbcClient.create(POSTGRES.getPostgresDatabase())
                .sql("create database %s template %s".formatted(name, template))
                .update();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(POSTGRES.getJdbcUrl("postgres", name));
        config.setUsername("postgres");
        config.setSchema("write");
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        return new TestDatabase(name, new HikariDataSource(config));
    }

    /** Whoever connects to it needs no password. */
    public String url() {
        return dataSource.getJdbcUrl();
    }

    public String username() {
        return dataSource.getUsername();
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "400")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
