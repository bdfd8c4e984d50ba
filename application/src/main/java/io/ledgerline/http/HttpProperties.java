package io.ledgerline.http;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How requests are taken and answered.
 *
 * @param maxBodySize of a request that is read as a whole; a longer one is {@code 413}. Streamed uploads are exempt
 * @param commandTimeout how long a client waits for a command before it is told {@code 503}
 * @param retryAfter what a client is told to wait after a {@code 503}; told in whole seconds
 */
@Validated
@ConfigurationProperties("ledgerline.http")
public record HttpProperties(
        @NotNull @DefaultValue("1MB") DataSize maxBodySize,

        @NotNull @DurationMin(millis = 1) @DefaultValue("PT10S")
        Duration commandTimeout,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("PT1S")
        Duration retryAfter) {}
