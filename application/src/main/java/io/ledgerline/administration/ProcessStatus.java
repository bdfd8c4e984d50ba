package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A process that has not got on for a while.
 *
 * @param id by which it is retried or abandoned
 * @param process its name, as the log has it in {@code who}
 * @param stream what it is about; null if about many things
 * @param since when it began to wait
 * @param waitsFor for people
 * @param nextTryAt null if that isn't known, or isn't planned
 * @param error what went wrong last, as far as is known
 * @param canBeAbandoned whether there is a way to end it without what it waits for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StuckProcess")
record ProcessStatus(
        String id,
        String process,
        State state,
        @Nullable String stream,
        Instant since,
        String waitsFor,
        @Nullable Instant nextTryAt,
        @Nullable String error,
        boolean canBeAbandoned) {

    /** Why it waits. */
    enum State {
        /** For somebody's answer, or its turn. */
        WAITING,
        /** Its last try failed, and it goes on trying. */
        FAILING,
        /** Somebody has paused what takes it on. */
        PAUSED;

        @JsonValue
        String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
