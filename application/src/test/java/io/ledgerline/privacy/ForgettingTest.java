package io.ledgerline.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ForgettingTest {

    private static final CustomerId ANN = new CustomerId("ann");

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final MasterKey masterKey = key();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        executor.shutdownNow();
        database.close();
    }

    @Test
    void givenACustomer_whenForgotten_thenTheKeyIsGoneForGoodAndTheAnswerStaysTheSame() {
        StoredCustomerKeys keys = keys(masterKey);
        Encrypted encrypted = write(keys, "Ann Müller");

        Optional<Forgotten> forgotten = forget(keys, ANN);

        assertThat(forgotten).isPresent();
        assertThat(read(keys)).isEmpty();
        assertThat(read(keys(masterKey))).isEmpty();
        assertThat(forget(keys, ANN)).isEqualTo(forgotten);
        assertThat(encrypted.text()).doesNotContain("Ann");
    }

    @Test
    void givenNobodyKnown_whenForgotten_thenThereIsNothingToForget() {
        assertThat(forget(keys(masterKey), new CustomerId("nobody"))).isEmpty();
    }

    @Test
    void givenAnOlderBackupIsRestored_whenTheProgramStarts_thenTheCustomerIsForgottenAgain() {
        StoredCustomerKeys keys = keys(masterKey);
        write(keys, "Ann Müller");
        execute("create table backup as select * from customer_key");
        forget(keys, ANN);
        execute("insert into customer_key select * from backup");
        execute("delete from forgotten_customer");
        assertThat(read(keys(masterKey))).isPresent();

        StoredCustomerKeys restarted = keys(masterKey);
        forgetting(restarted).againFromFile();

        assertThat(read(restarted)).isEmpty();
        assertThat(forgetting(restarted).all().toCompletableFuture().join())
                .extracting(Forgotten::customerId)
                .containsExactly(ANN);
    }

    @Test
    void givenTheCustomerCameBack_whenTheProgramStarts_thenWhatIsNewStaysReadable() {
        StoredCustomerKeys keys = keys(masterKey);
        write(keys, "Ann Müller");
        forget(keys, ANN);
        Encrypted anew = write(keys, "Ann Meyer");

        StoredCustomerKeys restarted = keys(masterKey);
        forgetting(restarted).againFromFile();

        assertThat(restarted.forWriting(ANN).toCompletableFuture().join().decrypt(anew))
                .isEqualTo("Ann Meyer");
    }

    @Test
    void givenALineCutShort_whenTheProgramStarts_thenTheOthersCount() throws IOException {
        StoredCustomerKeys keys = keys(masterKey);
        write(keys, "Ann Müller");
        execute("create table backup as select * from customer_key");
        forget(keys, ANN);
        Files.writeString(directory.resolve("forgotten"), "bob\t2026-", StandardOpenOption.APPEND);
        execute("insert into customer_key select * from backup");

        forgetting(keys).againFromFile();

        assertThat(read(keys)).isEmpty();
    }

    @Test
    void givenAnotherMasterKey_whenRotated_thenAllIsReadableWithThatOneOnly() throws IOException {
        StoredCustomerKeys keys = keys(masterKey);
        Encrypted encrypted = write(keys, "Ann Müller");
        for (int i = 0; i < 2_500; i++) {
            execute(
                    "insert into customer_key (customer_id, wrapped_key, master_key_id) select 'c%d', w, '%s' from (values ('\\x%s'::bytea)) v (w)"
                            .formatted(
                                    i,
                                    masterKey.id(),
                                    HexFormat.of().formatHex(masterKey.wrap(new byte[32], "c" + i))));
        }
        MasterKey next = key();

        new MasterKeyRotation(
                        database.jdbc(), new TransactionTemplate(new JdbcTransactionManager(database.dataSource())))
                .rotate(masterKey, next);

        assertThat(keys(next).forWriting(ANN).toCompletableFuture().join().decrypt(encrypted))
                .isEqualTo("Ann Müller");
        assertThat(database.jdbc()
                        .sql("select distinct master_key_id from customer_key")
                        .query(String.class)
                        .list())
                .containsExactly(next.id());
    }

    private StoredCustomerKeys keys(MasterKey key) {
        return new StoredCustomerKeys(database.jdbc(), key, executor);
    }

    private Forgetting forgetting(StoredCustomerKeys keys) {
        return new Forgetting(
                new ForgottenCustomers(
                        database.jdbc(), new TransactionTemplate(new JdbcTransactionManager(database.dataSource()))),
                new ForgottenFile(directory.resolve("forgotten")),
                keys,
                Clock.systemUTC(),
                executor);
    }

    private Optional<Forgotten> forget(StoredCustomerKeys keys, CustomerId customer) {
        return forgetting(keys)
                .forget(customer, "developer", "request-1")
                .toCompletableFuture()
                .join();
    }

    private static Encrypted write(StoredCustomerKeys keys, String plain) {
        return keys.forWriting(ANN).toCompletableFuture().join().encrypt(plain);
    }

    private static Optional<Object> read(StoredCustomerKeys keys) {
        return Optional.ofNullable(
                keys.forReading(List.of(ANN)).toCompletableFuture().join().get(ANN));
    }

    private void execute(String sql) {
        database.jdbc().sql(sql).update();
    }

    private static MasterKey key() {
        return MasterKey.parse(Base64.getEncoder().encodeToString(AesGcm.randomBytes(MasterKey.BYTES)));
    }
}
