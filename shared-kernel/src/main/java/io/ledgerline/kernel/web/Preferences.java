package io.ledgerline.kernel.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client would like ({@code Prefer}, RFC 7240). What isn't known here or makes no sense is ignored, and of one that
 * is said twice the first holds: a preference is never a mistake.
 *
 * @param representation answer with what the command has changed ({@code return=representation})
 * @param async answer once the command is stored ({@code respond-async})
 * @param patience how long the client would wait ({@code wait=5}), at most ten seconds; null if it didn't say
 */
public record Preferences(
        boolean representation, boolean async, @Nullable Duration patience) {

    public static final String HEADER = "Prefer";

    public static final Preferences NONE = new Preferences(false, false, null);

    /** How long to wait for those who didn't say. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

    private static final int MAX_WAIT = 10;

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final Pattern UP_TO_MAX_WAIT = Pattern.compile("0*([0-9]|10)");

    /**
     * @param headers the header's values, as many as there are
     */
    public static Preferences of(List<String> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        Map<String, String> said = new HashMap<>();
        for (String header : headers) {
            for (String preference : header.split("[,;]")) {
                String[] parts = preference.strip().split("\\s*=\\s*", 2);
                said.putIfAbsent(
                        parts[0].toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1].replace("\"", "") : "");
            }
        }
        return new Preferences(
                "representation".equals(said.get("return")),
                said.containsKey("respond-async"),
                patience(said.get("wait")));
    }

    private static @Nullable Duration patience(@Nullable String seconds) {
        if (seconds == null || !SECONDS.matcher(seconds).matches()) {
            return null;
        }
        return Duration.ofSeconds(UP_TO_MAX_WAIT.matcher(seconds).matches() ? Long.parseLong(seconds) : MAX_WAIT);
    }
}
