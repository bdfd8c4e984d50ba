package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How new an answer has to be, and how long the client waits for it ({@code ?minVersion=3}, {@code Prefer: wait=5}).
 *
 * @param minVersion -1 for whatever there is
 * @param patience how long to wait; not looked at if there is nothing to wait for
 */
public record Freshness(long minVersion, Duration patience) {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);
    private static final long MAX_WAIT = 10;

    /** From a request's parameter and header as they are; {@link InvalidValue} if they make no sense. */
    public static Freshness of(String name, @Nullable String minVersion, List<String> prefer) {
        return minVersion == null
                ? new Freshness(-1, Duration.ZERO)
                : new Freshness(Parameters.number(name, minVersion, 0, Long.MAX_VALUE), wait(prefer));
    }

    public boolean asked() {
        return minVersion >= 0;
    }

    /** More than can be had is no mistake: a preference is met as far as it goes. */
    private static Duration wait(List<String> prefer) {
        for (String header : prefer) {
            for (String preference : header.split("[,;]")) {
                String[] parts = preference.strip().split("\\s*=\\s*", 2);
                if (parts[0].toLowerCase(Locale.ROOT).equals("wait")) {
                    String seconds = parts.length == 2 ? parts[1].replace("\"", "") : "";
                    return Duration.ofSeconds(
                            Math.min(MAX_WAIT, Parameters.number("Prefer: wait", seconds, 0, Integer.MAX_VALUE)));
                }
            }
        }
        return DEFAULT_WAIT;
    }
}
