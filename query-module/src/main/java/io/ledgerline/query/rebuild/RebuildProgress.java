package io.ledgerline.query.rebuild;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last rebuild of a view, or its last repair.
 *
 * @param finishedAt null while it runs
 * @param from position of the first event that a repair takes; null if the whole view is made anew
 * @param position in the log, up to which the new rows are made
 * @param total position up to which the view in use is made, when that was last looked at
 * @param events that were read
 * @param failure why it failed; null unless it has
 * @param version of this state
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ViewRebuild")
record RebuildProgress(
        State state,
        String startedBy,
        Instant startedAt,
        @JsonIgnore Instant updatedAt,
        @Nullable Long from,
        long position,
        long total,
        long events,
        @Nullable String failure,
        @JsonIgnore long version) {

    public @Nullable Instant getFinishedAt() {
        return state == State.RUNNING ? null : updatedAt;
    }

    public long getEventsPerSecond() {
        return events * 1_000 / millis();
    }

    /** Null once it is over, and until the first events are read. */
    public @Nullable Long getSecondsLeft() {
        long done = position - (from == null ? 0 : from);
        return state != State.RUNNING || done <= 0 ? null : Math.max(0, (total - position) * millis() / done / 1_000);
    }

    private long millis() {
        return Math.max(1, Duration.between(startedAt, updatedAt).toMillis());
    }
}
