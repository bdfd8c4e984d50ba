package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last item of a page: the next page begins after it. Both parts never change for an item, so pages stay whole while
 * others write.
 */
public record Cursor(Instant at, String id) {

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18}) ([A-Za-z0-9 ._-]{1,64})");

    public Cursor {
        at = Moment.storable(at);
    }

    /** Opaque to clients. */
    String encoded() {
        long micros = Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((micros + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidValue if it is none that was ever given out */
    static Cursor decode(String encoded) {
        try {
            Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
            if (parts.matches()) {
                long micros = Long.parseLong(parts.group(1));
                Instant at = Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
                return new Cursor(at, parts.group(2));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Told below: a client can't do anything with the difference.
        }
        throw new InvalidValue("cursor", "must be the nextCursor of an earlier answer");
    }
}
