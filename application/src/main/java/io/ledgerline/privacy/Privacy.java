package io.ledgerline.privacy;

import io.ledgerline.database.DataDirectory;
import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.kernel.CustomerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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

    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    @Bean
    MasterKey masterKey(EncryptionProperties properties, DatabaseProperties databases, DataDirectory data) {
        Path given = properties.masterKeyFile();
        if (given != null) {
            return read(given);
        }
        if (!databases.isEmbedded()) {
            throw new MasterKeyMissing();
        }
        Path generated = data.path().resolve("master.key");
        if (!Files.exists(generated)) {
            byte[] key = AesGcm.randomBytes(MasterKey.BYTES);
            data.writeSecret("master.key", Base64.getEncoder().encodeToString(key));
        }
        return read(generated);
    }

    private static MasterKey read(Path file) {
        try {
            return MasterKey.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the master key file " + file, e);
        }
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
