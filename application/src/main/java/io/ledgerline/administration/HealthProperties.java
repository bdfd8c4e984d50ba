package io.ledgerline.administration;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When an instance counts as fit.
 *
 * @param maxLag how long an event may wait for one of its processors, until the instance is no longer ready
 */
@Validated
@ConfigurationProperties("ledgerline.health")
record HealthProperties(@DefaultValue("PT1M") Duration maxLag) {}
