package io.ledgerline.overload;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is done at a time, so that what is done is done soon: {@code ledgerline.admission.*}.
 *
 * @param commands that are worked on at a time
 * @param reads that are worked on at a time
 * @param waitingReads that wait for a version, or begin to be followed, at a time
 * @param longestWait of one more, for a place; then it is {@code 503}
 * @param mostWaiting for a place; if more come, all but the first are {@code 503} at once until nobody waits any more
 */
@Validated
@ConfigurationProperties("ledgerline.admission")
record AdmissionProperties(
        @Min(1) @DefaultValue("32") int commands,
        @Min(1) @DefaultValue("32") int reads,
        @Min(1) @DefaultValue("1000") int waitingReads,

        @NotNull @DurationMin(millis = 1) @DefaultValue("PT1S")
        Duration longestWait,

        @Min(0) @DefaultValue("200") int mostWaiting) {}
