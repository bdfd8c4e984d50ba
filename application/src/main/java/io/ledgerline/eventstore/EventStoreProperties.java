package io.ledgerline.eventstore;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The log.
 *
 * @param eventStore where it is
 * @param log how it is read
 */
@Validated
@ConfigurationProperties("ledgerline")
public record EventStoreProperties(
        @DefaultValue("postgres") Mode eventStore,
        @DefaultValue @Valid Log log) {

    /** The stores that the program runs on; nothing but the wiring knows which. */
    public enum Mode {
        POSTGRES,
        AXON_SERVER
    }

    /**
     * @param batchSize events in one read
     * @param snapshotAfter so many events of a stream a snapshot of its aggregate is taken
     * @param pollInterval how soon what waited for a held append is looked for, and events that another node didn't tell of
     */
    public record Log(
            @DefaultValue("500") @Min(1) int batchSize,
            @DefaultValue("500") @Min(1) int snapshotAfter,
            @DefaultValue("PT0.2S") Duration pollInterval) {}
}
