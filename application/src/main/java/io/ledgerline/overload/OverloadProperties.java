package io.ledgerline.overload;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a connection may keep others waiting, and how many live reads there may be: {@code ledgerline.connections.*}.
 *
 * @param readTimeout a request of which nothing more comes for so long is over: {@code 408}
 * @param writeTimeout a client that takes nothing of its answer for so long is dropped
 * @param maxStreams live reads at a time; one more is {@code 503}
 * @param maxStreamsPerCaller of one caller; one more is {@code 429}
 */
@Validated
@ConfigurationProperties("ledgerline.connections")
record OverloadProperties(
        @NotNull @DurationMin(millis = 1) @DefaultValue("PT30S")
        Duration readTimeout,

        @NotNull @DurationMin(millis = 1) @DefaultValue("PT30S")
        Duration writeTimeout,

        @Min(1) @DefaultValue("5000") int maxStreams,
        @Min(1) @DefaultValue("1000") int maxStreamsPerCaller) {}
