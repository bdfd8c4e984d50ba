package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.Preferences;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How new an answer has to be, and how long the client waits for it ({@code ?minVersion=3}, {@code Prefer: wait=5}).
 *
 * @param minVersion -1 for whatever there is
 * @param patience how long to wait; not looked at if there is nothing to wait for
 */
public record Freshness(long minVersion, Duration patience) {

    /** From a request's parameter and header as they are; {@link InvalidValue} if the parameter makes no sense. */
    public static Freshness of(String name, @Nullable String minVersion, List<String> prefer) {
        return minVersion == null
                ? new Freshness(-1, Duration.ZERO)
                : new Freshness(Parameters.number(name, minVersion, 0, Long.MAX_VALUE), wait(prefer));
    }

    public boolean asked() {
        return minVersion >= 0;
    }

    private static Duration wait(List<String> prefer) {
        Duration wait = Preferences.of(prefer).patience();
        return wait == null ? Preferences.DEFAULT_WAIT : wait;
    }
}
