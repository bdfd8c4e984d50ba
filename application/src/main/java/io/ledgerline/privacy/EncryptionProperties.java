package io.ledgerline.privacy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Encryption of personal data.
 *
 * @param masterKeyFile 32 random bytes in Base64; generated in the data directory if the database is the embedded one,
 *     else it must be given: a key that is lost with a machine loses the customers' names
 */
@ConfigurationProperties("ledgerline.encryption")
public record EncryptionProperties(@Nullable Path masterKeyFile) {}
