package io.ledgerline.imports;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code ledgerline.import.*}
 *
 * @param maxFileSize a larger upload is refused
 * @param maxUploads how many files may be received at a time by this instance; a further one is asked to come later
 * @param parallelism how many invoices are carried out at a time
 * @param batchSize how many lines are settled in one transaction
 * @param lease how long an import stays with an instance that no longer gives a sign of life
 * @param pollInterval how often an instance looks for imports that others have left
 * @param commandTimeout a command that takes longer is sent again, with the same id
 * @param giveUpAfter an import that makes no progress for so long has failed; the same file may be sent again to resume
 */
@ConfigurationProperties("ledgerline.import")
@Validated
record ImportProperties(
        @DefaultValue("512MB") DataSize maxFileSize,
        @DefaultValue("4") @Min(1) @Max(64) int maxUploads,
        @DefaultValue("8") @Min(1) @Max(256) int parallelism,
        @DefaultValue("1000") @Min(1) @Max(10_000) int batchSize,
        @DefaultValue("PT10S") Duration lease,
        @DefaultValue("PT1S") Duration pollInterval,
        @DefaultValue("PT30S") Duration commandTimeout,
        @DefaultValue("PT1H") Duration giveUpAfter) {

    ImportProperties {
        if (maxFileSize.toBytes() < 1) {
            throw new IllegalArgumentException("ledgerline.import.max-file-size must be positive");
        }
        checkPositive("lease", lease);
        checkPositive("poll-interval", pollInterval);
        checkPositive("command-timeout", commandTimeout);
        checkPositive("give-up-after", giveUpAfter);
    }

    private static void checkPositive(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("ledgerline.import." + name + " must be positive");
        }
    }
}
