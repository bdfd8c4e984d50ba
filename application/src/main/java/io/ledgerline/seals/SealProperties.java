package io.ledgerline.seals;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tamper evidence.
 *
 * @param interval how often what was appended is sealed; what is younger can be changed unseen
 */
@ConfigurationProperties("ledgerline.seals")
record SealProperties(@DefaultValue("PT1S") Duration interval) {}
