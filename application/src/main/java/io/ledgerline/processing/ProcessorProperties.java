package io.ledgerline.processing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The streaming processors, by name. Every processor has an entry; one without is refused at start.
 *
 * @param processors by the name of their processing group
 * @param claimTimeout after which a segment of a dead node is free to take
 * @param claimInterval how often a node looks for free segments
 */
@Validated
@ConfigurationProperties("ledgerline")
public record ProcessorProperties(
        Map<String, @Valid Processor> processors,
        @DefaultValue("PT5S") Duration claimTimeout,
        @DefaultValue("PT1S") Duration claimInterval) {

    /**
     * @param side whose database holds its token, dead letters and results
     * @param segments that can run at the same time, on one node or on several
     * @param batchSize events in one transaction at most
     * @param firstToken where a processor that never ran begins
     * @param deadLetters whether an event that can't be handled is put aside with all that follow on its stream; else it
     *     is tried again until it can
     * @param splittable whether it may have more segments than these; not if its results must be in the order of the log
     */
    public record Processor(
            Side side,
            @DefaultValue("2") @Min(1) int segments,
            @DefaultValue("100") @Min(1) int batchSize,
            FirstToken firstToken,
            @DefaultValue("true") boolean deadLetters,
            @DefaultValue("true") boolean splittable) {}

    /** Whose database. */
    public enum Side {
        WRITE,
        READ
    }

    /** Where in the log. */
    public enum FirstToken {
        /** The beginning: a view is made of all that ever happened. */
        TAIL,
        /** The end, as it is when the program starts: what touches the world must not repeat history. */
        HEAD
    }
}
