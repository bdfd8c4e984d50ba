package io.ledgerline.eventstore;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The log.
 *
 * @param eventStore where it is
 * @param log how it is read in PostgreSQL
 */
@ConfigurationProperties("ledgerline")
public record EventStoreProperties(
        @DefaultValue("postgres") Mode eventStore,
        @DefaultValue Log log) {

    /** The stores that the program runs on; nothing but the wiring knows which. */
    public enum Mode {
        POSTGRES,
        AXON_SERVER
    }

    /**
     * @param batchSize events in one read
     * @param pollInterval how soon events of another process, and what waited for a held append, are looked for
     */
    public record Log(
            @DefaultValue("500") int batchSize,
            @DefaultValue("PT0.2S") Duration pollInterval) {}
}
