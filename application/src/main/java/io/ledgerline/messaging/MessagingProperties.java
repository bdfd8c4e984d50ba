package io.ledgerline.messaging;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How commands are run.
 *
 * @param threads that run commands; each holds a database connection while it does
 * @param queueCapacity commands that may wait for a thread; one more is refused with {@code 503}
 * @param processTimeout how long a process waits for a command of its own before it tries again
 */
@Validated
@ConfigurationProperties("ledgerline.commands")
public record MessagingProperties(
        @DefaultValue("8") @Min(1) int threads,
        @DefaultValue("1000") @Min(1) int queueCapacity,
        @DefaultValue("PT20S") Duration processTimeout) {}
