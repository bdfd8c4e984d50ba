package io.ledgerline.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Encrypted;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredCustomerKeysTest {

    private static final CustomerId ANN = new CustomerId("ann");
    private static final CustomerId BOB = new CustomerId("bob");

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final MasterKey masterKey = masterKey();

    @AfterEach
    void close() {
        executor.shutdownNow();
        database.close();
    }

    @Test
    void givenEncryptedData_whenTheProgramStartsAnew_thenItsKeyStillReadsIt() {
        Encrypted encrypted = write(keys(), ANN).encrypt("Ann Müller");

        assertThat(encrypted.text()).startsWith("v1:").doesNotContain("Ann");
        assertThat(encrypted).hasToString("Encrypted");
        assertThat(read(keys(), ANN).decrypt(encrypted)).isEqualTo("Ann Müller");
    }

    @Test
    void givenTheSameTextTwice_whenEncrypted_thenNobodySeesThatItIsTheSame() {
        CustomerKey key = write(keys(), ANN);

        assertThat(key.encrypt("Ann")).isNotEqualTo(key.encrypt("Ann"));
    }

    @Test
    void givenDataOfOneCustomer_whenReadWithAnothersKey_thenItIsRefused() {
        StoredCustomerKeys keys = keys();
        Encrypted encrypted = write(keys, ANN).encrypt("Ann");

        CustomerKey bobs = write(keys, BOB);
        assertThatThrownBy(() -> bobs.decrypt(encrypted)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ann", "v1:", "v1:Ann", "v1: she said so!"})
    void givenATextThatWasNeverEncrypted_whenRead_thenItIsRefused(String text) {
        CustomerKey key = write(keys(), ANN);

        assertThatThrownBy(() -> key.decrypt(new Encrypted(text))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givenAWrappedKey_whenMovedToAnotherCustomer_thenItIsRefused() {
        write(keys(), ANN);
        database.jdbc().sql("update customer_key set customer_id = 'bob'").update();

        StoredCustomerKeys keys = keys();
        assertThatThrownBy(() -> read(keys, BOB)).hasRootCauseInstanceOf(AEADBadTagException.class);
    }

    @Test
    void givenADestroyedKey_whenRead_thenThereIsNone() {
        write(keys(), ANN);
        database.jdbc().sql("delete from customer_key").update();

        assertThat(keys().forReading(List.of(ANN, BOB)).toCompletableFuture().join())
                .isEmpty();
    }

    @Test
    void givenManyNodesThatNeedANewCustomersKeyAtOnce_whenTheyMakeIt_thenThereIsOneKey() {
        List<StoredCustomerKeys> nodes =
                IntStream.range(0, 16).mapToObj(i -> keys()).toList();
        List<CustomerKey> made =
                nodes.stream().map(node -> node.forWriting(ANN).toCompletableFuture()).toList().stream()
                        .map(future -> future.join())
                        .toList();

        Encrypted encrypted = made.get(0).encrypt("Ann");
        assertThat(made).allSatisfy(key -> assertThat(key.decrypt(encrypted)).isEqualTo("Ann"));
    }

    private StoredCustomerKeys keys() {
        return new StoredCustomerKeys(database.jdbc(), masterKey, executor);
    }

    private static CustomerKey write(StoredCustomerKeys keys, CustomerId customer) {
        return keys.forWriting(customer).toCompletableFuture().join();
    }

    private static CustomerKey read(StoredCustomerKeys keys, CustomerId customer) {
        return keys.forReading(List.of(customer)).toCompletableFuture().join().get(customer);
    }

    private static MasterKey masterKey() {
        return MasterKey.parse(Base64.getEncoder().encodeToString(AesGcm.randomBytes(32)));
    }
}
