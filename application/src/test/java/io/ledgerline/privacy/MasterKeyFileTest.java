package io.ledgerline.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFileTest {

    private final TestDatabase database = TestDatabase.withWriteSchema();

    @TempDir
    private Path directory;

    private MasterKeyFile file;

    @BeforeEach
    void file() {
        file = new MasterKeyFile(directory.resolve("master.key"), database.jdbc());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givenNoCustomers_whenThereIsNoKey_thenOneIsMadeAndKept() {
        MasterKey made = file.readOrMake(this::write);

        assertThat(file.read().id()).isEqualTo(made.id());
    }

    @Test
    void givenCustomers_whenTheirKeyIsThere_thenItIsTaken() {
        MasterKey made = file.readOrMake(this::write);
        wrapACustomersKeyWith(made.id());

        assertThat(file.read().id()).isEqualTo(made.id());
    }

    @Test
    void givenCustomers_whenTheFileIsLost_thenTheStartFailsAndNoOtherKeyIsMade() {
        wrapACustomersKeyWith("0011223344556677");

        assertThatThrownBy(() -> file.readOrMake(this::write))
                .isInstanceOf(MasterKeyDiffers.class)
                .hasMessageContaining("0011223344556677")
                .hasMessageContaining("no file");
        assertThat(directory.resolve("master.key")).doesNotExist();
    }

    @Test
    void givenCustomers_whenTheFileHoldsAnotherKey_thenTheStartFails() throws IOException {
        Files.writeString(directory.resolve("master.key"), Base64.getEncoder().encodeToString(AesGcm.randomBytes(32)));
        wrapACustomersKeyWith("0011223344556677");

        assertThatThrownBy(file::read)
                .isInstanceOf(MasterKeyDiffers.class)
                .hasMessageContaining("0011223344556677")
                .hasMessageContaining("holds");
    }

    @Test
    void whenThereIsNoFile_thenTheStartFailsAndNamesIt() {
        assertThatThrownBy(file::read)
                .isInstanceOf(MasterKeyUnreadable.class)
                .hasMessageContaining(directory.resolve("master.key").toString());
    }

    @Test
    void whenTheFileHoldsNoKey_thenTheStartFailsAndSaysWhatItMustHold() {
        write("secret");

        assertThatThrownBy(file::read)
                .isInstanceOf(MasterKeyUnreadable.class)
                .hasMessageContaining("32 bytes in Base64");
    }

    private void write(String key) {
        try {
            Files.writeString(directory.resolve("master.key"), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void wrapACustomersKeyWith(String masterKeyId) {
        database.jdbc()
                .sql("insert into customer_key (customer_id, wrapped_key, master_key_id) values ('ann', '', ?)")
                .param(masterKeyId)
                .update();
    }
}
