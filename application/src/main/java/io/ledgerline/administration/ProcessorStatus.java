package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a processor does, as this node sees it.
 *
 * @param side whose database has its tokens: {@code read} for views, {@code write} for processes
 * @param lagEvents of the segment that is furthest behind; null if that isn't known
 * @param lagSeconds since the first event was recorded that one of its segments has not handled; null if that isn't known
 * @param error what one of its segments failed with last on this node, and has not got beyond yet; null if none has
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Processor")
record ProcessorStatus(
        String name,
        String side,
        State state,
        @Nullable Long lagEvents,
        @Nullable Double lagSeconds,
        @Nullable String error,
        List<SegmentStatus> segments) {

    /** On this node. */
    enum State {
        RUNNING,
        PAUSED,
        /** It goes on trying. */
        ERROR;

        @com.fasterxml.jackson.annotation.JsonValue
        String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param here whether this node works at it
     * @param node that holds it, or held it last; null if nobody has begun
     * @param position the last one in the log that it has handled; null if that isn't known
     * @param lagEvents at most: in PostgreSQL positions have gaps, where an append was rolled back
     * @param lagSeconds since the first event was recorded that it has not handled; 0 if there is none
     * @param error what it failed with last on this node; null if it has got beyond that, or never failed
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "Segment")
    record SegmentStatus(
            int segment,
            boolean here,
            @Nullable String node,
            @Nullable Long position,
            @Nullable Long lagEvents,
            @Nullable Double lagSeconds,
            boolean replaying,
            @Nullable String error) {}
}
