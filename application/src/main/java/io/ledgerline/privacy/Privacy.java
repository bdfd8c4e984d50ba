package io.ledgerline.privacy;

import io.ledgerline.database.DataDirectory;
import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.kernel.CustomerKeys;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.common.AxonThreadFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class Privacy {

    private static final String GENERATED = "master.key";
    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    @Bean
    MasterKey masterKey(
            EncryptionProperties properties,
            DatabaseProperties databases,
            DataDirectory data,
            @Qualifier("writeJdbcClient") JdbcClient database) {
        Path given = properties.masterKeyFile();
        if (given == null && !databases.isEmbedded()) {
            throw new MasterKeyMissing();
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
    CustomerKeys customerKeys(
            @Qualifier("writeDataSource") DataSource writeDataSource,
            MasterKey masterKey,
            @Qualifier("customerKeyExecutor") ExecutorService executor) {
        return new StoredCustomerKeys(JdbcClient.create(writeDataSource), masterKey, executor);
    }
}
