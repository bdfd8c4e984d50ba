package io.ledgerline.messaging;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How commands are run.
 *
 * @param threads that run commands, each those of its own streams; each holds a database connection while it does. Few:
 *     what waits for the same thread shares a transaction, and so its wait for the disk. As many as there are processors
 *     if not said, 2 to 8
 * @param queueCapacity commands that may wait for a thread; one more is refused with {@code 503}
 * @param mostInGroup commands that are handled together at most, in one transaction
 * @param cachedAggregates how many are kept in memory
 * @param processTimeout how long a process waits for a command of its own before it tries again
 */
@Validated
@ConfigurationProperties("ledgerline.commands")
public record MessagingProperties(
        @Nullable @Min(1) Integer threads,
        @DefaultValue("1000") @Min(1) int queueCapacity,
        @DefaultValue("100") @Min(1) int mostInGroup,
        @DefaultValue("10000") @Min(0) int cachedAggregates,
        @DefaultValue("PT20S") Duration processTimeout) {

    public MessagingProperties {
        threads = threads != null
                ? threads
                : Integer.valueOf(Math.max(2, Math.min(Runtime.getRuntime().availableProcessors(), 8)));
    }
}
