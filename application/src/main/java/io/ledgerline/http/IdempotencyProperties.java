package io.ledgerline.http;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How requests with an {@code Idempotency-Key} are remembered.
 *
 * @param retention how long a key and its answer are kept, from when it was first asked for; then it is as good as new: the
 *     same request is another command. At most two days, as streams know no command for longer
 * @param threads that ask the database for keys; each holds a connection while it does. With fewer than four, those who ask for
 *     keys and those who keep answers wait for each other
 * @param queueCapacity requests that may wait for the same statement; one more is refused with {@code 503}
 */
@Validated
@ConfigurationProperties("ledgerline.idempotency")
record IdempotencyProperties(
        @NotNull @DurationMin(millis = 1) @DurationMax(days = 2) @DefaultValue("PT24H")
        Duration retention,

        @Min(1) @DefaultValue("4") int threads,
        @Min(1) @DefaultValue("1000") int queueCapacity) {}
