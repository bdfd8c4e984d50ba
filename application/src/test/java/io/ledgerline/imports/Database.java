package io.ledgerline.imports;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/** A real PostgreSQL with the import's tables, one for all tests; it ends with them. */
final class Database {

    private static final HikariDataSource DATA_SOURCE = start();

    private Database() {}

    static DataSource dataSource() {
        return DATA_SOURCE;
    }

    static JdbcClient jdbc() {
        return JdbcClient.create(DATA_SOURCE);
    }

    static TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(DATA_SOURCE));
    }

    static void clear() {
        jdbc().sql("truncate import, import_line, import_file").update();
    }

    static int count(String table) {
        return jdbc().sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static HikariDataSource start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            HikariConfig config = new HikariConfig();
            config.setDataSource(postgres.getPostgresDatabase());
            config.setConnectionInitSql("set search_path to write");
            config.setMaximumPoolSize(10);
            DataSource plain = postgres.getPostgresDatabase();
            JdbcClient.create(plain).sql("create schema write").update();
            HikariDataSource pool = new HikariDataSource(config);
            new ResourceDatabasePopulator(
                            new ClassPathResource("db/write/V3__import.sql"),
                            new ClassPathResource("db/write/V20__credit_notes.sql"),
                            new ClassPathResource("db/write/V23__import_started_by.sql"))
                    .execute(pool);
            return pool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
