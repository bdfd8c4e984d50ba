package io.ledgerline.kernel.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that a stream has handled lately, and the version that each left behind. Part of the aggregate's state. */
final class HandledCommands {

    /** Longer than any idempotency key lives, so that a retry is known for as long as a client may retry. */
    private static final Duration MEMORY = Duration.ofDays(2);

    private record Handled(long version, Instant at) {}

    private LinkedHashMap<String, Handled> byCommand = new LinkedHashMap<>();

    @Nullable
    Long versionAfter(String commandId) {
        Handled handled = byCommand.get(commandId);
        return handled == null ? null : handled.version();
    }

    /** Depends on what is in the log alone, never on a clock: a replay remembers the same commands. */
    void remember(String commandId, long version, Instant at) {
        byCommand.remove(commandId);
        byCommand.put(commandId, new Handled(version, at));
        Instant forgotten = at.minus(MEMORY);
        var eldest = byCommand.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<String, Handled> entry = eldest.next();
            if (!entry.getValue().at().isBefore(forgotten)) {
                break;
            }
            eldest.remove();
        }
    }
}
