package io.ledgerline.scheduling;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How alarms ring.
 *
 * @param threads how many at the same time
 * @param pollInterval how late one may be
 * @param heartbeat of one that is ringing; after four without one, its node is taken for dead, and it rings elsewhere
 */
@ConfigurationProperties("ledgerline.alarms")
record SchedulingProperties(
        @DefaultValue("8") int threads,
        @DefaultValue("PT0.5S") Duration pollInterval,
        @DefaultValue("PT1S") Duration heartbeat) {}
