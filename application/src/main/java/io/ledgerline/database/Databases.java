package io.ledgerline.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Write side and read side: two schemas with a pool each, in one database or in two. */
@Configuration(proxyBeanMethods = false)
class Databases {

    private static final String WRITE = "write";
    private static final String READ = "read";

    /** No statement of ours runs longer; one that does would hold the read horizon back for everyone. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);

    /** After which nobody is there any more who could answer: a connection that a network has lost says nothing. */
    private static final Duration SILENCE = STATEMENT_TIMEOUT.plusSeconds(15);

    /**
     * A statement that waits for a lock, of a program that has died, keeps the locks that it has itself: PostgreSQL looks for
     * the client only if it is told to, from 14 on and not on every system.
     */
    private static final String CHECK_CLIENTS = """
            select set_config(name, '1s', false) from pg_settings
            where name = 'client_connection_check_interval' and version() like '%linux%'""";

    /**
     * Plans are kept: to make one takes longer than most statements do. One that was made while a table was small must do when
     * it no longer is, so what can be looked up by an index is.
     */
    private static final String PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

    private static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

    /** More than this are refused, not kept in memory. */
    private static final int MOST_WAITING_QUERIES = 1_000;

    @Bean(destroyMethod = "close")
    DataDirectory dataDirectory(DatabaseProperties properties) {
        return DataDirectory.own(properties.dataDirectory());
    }

    @Bean(destroyMethod = "close")
    @Conditional(NoDatabaseConfigured.class)
    EmbeddedDatabase embeddedDatabase(DataDirectory data) {
        return EmbeddedDatabase.start(data);
    }

    @Bean
    DatabaseAccess databaseAccess(DatabaseProperties properties, ObjectProvider<EmbeddedDatabase> embedded) {
        EmbeddedDatabase own = embedded.getIfAvailable();
        DatabaseProperties.Access write = own == null ? properties.database() : own.access(properties.database());
        DatabaseProperties.Access read = properties.readDatabase();
        return new DatabaseAccess(
                write,
                read.url() != null
                        ? read
                        : new DatabaseProperties.Access(
                                write.url(), write.username(), write.password(), read.maximumPoolSize()));
    }

    @Bean
    Connections connections() {
        return new Connections(System::nanoTime);
    }

    @Bean(destroyMethod = "close")
    @Primary
    HikariDataSource writeDataSource(DatabaseAccess access, Sessions sessions, Connections connections) {
        return migratedPool(access.write(), WRITE, sessions, connections);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource readDataSource(DatabaseAccess access, Sessions sessions, Connections connections) {
        return migratedPool(access.read(), READ, sessions, connections);
    }

    @Bean
    @Primary
    PlatformTransactionManager writeTransactionManager(@Qualifier("writeDataSource") DataSource writeDataSource) {
        return new JdbcTransactionManager(writeDataSource);
    }

    @Bean
    PlatformTransactionManager readTransactionManager(@Qualifier("readDataSource") DataSource readDataSource) {
        return new JdbcTransactionManager(readDataSource);
    }

    @Bean
    @Primary
    JdbcClient writeJdbcClient(@Qualifier("writeDataSource") DataSource writeDataSource) {
        return JdbcClient.create(writeDataSource);
    }

    @Bean
    JdbcClient readJdbcClient(@Qualifier("readDataSource") DataSource readDataSource) {
        return JdbcClient.create(readDataSource);
    }

    /** Made after the JDBC pool of the read side, which migrates its schema. */
    @Bean(destroyMethod = "dispose")
    ConnectionPool readConnectionFactory(
            DatabaseAccess access, @Qualifier("readDataSource") DataSource migratedReadDataSource) {
        ConnectionFactory connections = new PostgresqlConnectionFactory(r2dbc(access.read()));
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .initialSize(2)
                .maxSize(access.read().maximumPoolSize())
                .maxAcquireTime(Duration.ofSeconds(5))
                .customizer(pool -> pool.maxPendingAcquire(MOST_WAITING_QUERIES))
                .build());
    }

    private static HikariDataSource migratedPool(
            DatabaseProperties.Access access, String schema, Sessions sessions, Connections connections) {
        String migration = Sessions.ofMigration(schema);
        try (HikariDataSource unhurried = new HikariDataSource(pool(access, schema, migration, Duration.ZERO))) {
            Flyway.configure()
                    .dataSource(unhurried)
                    .schemas(schema)
                    .locations("classpath:db/" + schema)
                    .load()
                    .migrate();
        }
        HikariConfig config = pool(access, schema, sessions.name(schema), STATEMENT_TIMEOUT);
        config.addDataSourceProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
        config.setDataSource(connections.known(new DriverDataSource(
                config.getJdbcUrl(),
                null,
                config.getDataSourceProperties(),
                config.getUsername(),
                config.getPassword())));
        return new HikariDataSource(config);
    }

    /**
     * @param name of its sessions
     * @param longest that a statement may take; zero for as long as it likes
     */
    private static HikariConfig pool(DatabaseProperties.Access access, String schema, String name, Duration longest) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(schema);
        config.setJdbcUrl(access.url());
        config.setUsername(access.username());
        config.setPassword(access.password());
        config.setSchema(schema);
        config.setMaximumPoolSize(access.maximumPoolSize());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // What is in a row has no business in messages, nor in logs.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d %s"
                        .formatted(longest.toMillis(), IDLE_TRANSACTION_TIMEOUT.toMillis(), PLANS));
        config.setConnectionInitSql(CHECK_CLIENTS);
        return config;
    }

    private static PostgresqlConnectionConfiguration r2dbc(DatabaseProperties.Access access) {
        Properties parts = Driver.parseURL(access.url(), new Properties());
        if (parts == null) {
            throw new IllegalArgumentException(access.url() + " is no JDBC URL of a PostgreSQL database");
        }
        PostgresqlConnectionConfiguration.Builder builder = PostgresqlConnectionConfiguration.builder()
                .host(parts.getProperty("PGHOST"))
                .port(Integer.parseInt(parts.getProperty("PGPORT")))
                .database(parts.getProperty("PGDBNAME"))
                .username(access.username() != null ? access.username() : parts.getProperty("user"))
                .password(access.password() != null ? access.password() : parts.getProperty("password"))
                .schema(READ)
                .applicationName("ledgerline queries")
                .tcpKeepAlive(true)
                .statementTimeout(Duration.ofSeconds(30));
        String sslMode = parts.getProperty("sslmode");
        if (sslMode != null) {
            builder.sslMode(SSLMode.fromValue(sslMode));
        }
        return builder.build();
    }
}
