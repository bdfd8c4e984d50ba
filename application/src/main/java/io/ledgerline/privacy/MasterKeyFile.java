package io.ledgerline.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the master key is. A key that doesn't fit what is stored already is refused, before it does harm. */
final class MasterKeyFile {

    private final Path file;
    private final JdbcClient database;

    MasterKeyFile(Path file, JdbcClient database) {
        this.file = file;
        this.database = database;
    }

    /**
     * @throws MasterKeyUnreadable if there is none
     * @throws MasterKeyDiffers if customers' keys are wrapped by another one
     */
    MasterKey read() {
        MasterKey key = parse(file);
        String other = inUse("where master_key_id <> ?", key.id());
        if (other != null) {
            throw MasterKeyDiffers.other(file, key.id(), other);
        }
        return key;
    }

    /**
     * @param write puts the text into the file, for its owner alone
     * @throws MasterKeyDiffers if customers' keys are wrapped by another one, even if that is the one that is lost
     */
    MasterKey readOrMake(Consumer<String> write) {
        if (!Files.exists(file)) {
            String lost = inUse("");
            if (lost != null) {
                throw MasterKeyDiffers.missing(file, lost);
            }
            write.accept(Base64.getEncoder().encodeToString(AesGcm.randomBytes(MasterKey.BYTES)));
        }
        return read();
    }

    /**
     * The key, once the customers' keys that were wrapped by the one before are wrapped by this one.
     *
     * @throws MasterKeyUnreadable if one of the two is missing
     * @throws MasterKeyDiffers if customers' keys are wrapped by a third one
     */
    MasterKey readAfter(Path previous, MasterKeyRotation rotation) {
        rotation.rotate(parse(previous), parse(file));
        return read();
    }

    private static MasterKey parse(Path file) {
        try {
            return MasterKey.parse(Files.readString(file));
        } catch (IOException | IllegalStateException e) {
            throw new MasterKeyUnreadable(file, e);
        }
    }

    private @Nullable String inUse(String condition, Object... parameters) {
        return database.sql("select master_key_id from customer_key " + condition + " limit 1")
                .params(parameters)
                .query(String.class)
                .optional()
                .orElse(null);
    }
}
