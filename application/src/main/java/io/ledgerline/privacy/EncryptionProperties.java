package io.ledgerline.privacy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Encryption of personal data.
 *
 * @param masterKeyFile 32 random bytes in Base64; generated in the data directory if the database is the embedded one,
 *     else it must be given: a key that is lost with a machine loses the customers' names
 * @param previousMasterKeyFile the one before, while the customers' keys are wrapped anew by the other
 * @param forgottenCustomersFile who was forgotten, once more outside of the database; in the data directory if none is
 *     given and the database is the embedded one
 */
@ConfigurationProperties("ledgerline.encryption")
public record EncryptionProperties(
        @Nullable Path masterKeyFile,
        @Nullable Path previousMasterKeyFile,
        @Nullable Path forgottenCustomersFile) {}
