package io.ledgerline.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How commands are run.
 *
 * @param threads that run commands; each holds a database connection while it does
 * @param queueCapacity commands that may wait for a thread; one more is refused with {@code 503}
 * @param processTimeout how long a process waits for a command of its own before it tries again
 */
@ConfigurationProperties("ledgerline.commands")
public record MessagingProperties(
        @DefaultValue("8") int threads,
        @DefaultValue("1000") int queueCapacity,
        @DefaultValue("PT20S") Duration processTimeout) {}
