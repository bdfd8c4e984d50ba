package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ledgerline.query.*}
 *
 * @param heartbeat how often a live stream says that it is alive; from 100 ms to 15 s
 */
@ConfigurationProperties("ledgerline.query")
record QueryProperties(@DefaultValue("PT10S") Duration heartbeat) {

    QueryProperties {
        if (heartbeat.compareTo(Duration.ofMillis(100)) < 0 || heartbeat.compareTo(Duration.ofSeconds(15)) > 0) {
            throw new InvalidValue("ledgerline.query.heartbeat", "must be from 100 ms to 15 s");
        }
    }
}
