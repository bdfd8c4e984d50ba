package io.ledgerline.privacy;

import io.ledgerline.database.DataDirectory;
import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.kernel.web.Owners;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class Privacy {

    private static final String GENERATED = "master.key";
    private static final String FORGOTTEN = "forgotten-customers";
    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    @Bean
    MasterKey masterKey(
            EncryptionProperties properties,
            DatabaseProperties databases,
            DataDirectory data,
            @Qualifier("writeJdbcClient") JdbcClient database,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        Path given = properties.masterKeyFile();
        if (given == null && !databases.isEmbedded()) {
            throw new MasterKeyMissing();
        }
        Path previous = properties.previousMasterKeyFile();
        if (previous != null) {
            return new MasterKeyFile(given != null ? given : data.path().resolve(GENERATED), database)
                    .readAfter(previous, new MasterKeyRotation(database, new TransactionTemplate(transactions)));
        }
        return given != null
                ? new MasterKeyFile(given, database).read()
                : new MasterKeyFile(data.path().resolve(GENERATED), database)
                        .readOrMake(key -> data.writeSecret(GENERATED, key));
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService customerKeyExecutor() {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new AxonThreadFactory("customer-keys"));
    }

    @Bean
    StoredCustomerKeys customerKeys(
            @Qualifier("writeDataSource") DataSource writeDataSource,
            MasterKey masterKey,
            @Qualifier("customerKeyExecutor") ExecutorService executor) {
        return new StoredCustomerKeys(JdbcClient.create(writeDataSource), masterKey, executor);
    }

    @Bean
    Owners owners(EventStore log, @Qualifier("customerKeyExecutor") ExecutorService executor) {
        return new OwnersInLog(log, executor);
    }

    /** Nobody is answered before those are forgotten again whom a restored backup has brought back. */
    @Bean(initMethod = "againFromFile")
    Forgetting forgetting(
            @Qualifier("writeJdbcClient") JdbcClient database,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions,
            EncryptionProperties properties,
            DatabaseProperties databases,
            DataDirectory data,
            StoredCustomerKeys keys,
            Clock clock,
            @Qualifier("customerKeyExecutor") ExecutorService executor) {
        Path file = properties.forgottenCustomersFile();
        if (file == null && databases.isEmbedded()) {
            file = data.path().resolve(FORGOTTEN);
        }
        return new Forgetting(
                new ForgottenCustomers(database, new TransactionTemplate(transactions)),
                new ForgottenFile(file),
                keys,
                clock,
                executor);
    }
}
