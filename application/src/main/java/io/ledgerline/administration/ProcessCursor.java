package io.ledgerline.administration;

import io.ledgerline.administration.Processes.Place;
import io.ledgerline.kernel.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page ends, as clients hand it back; opaque to them. */
final class ProcessCursor {

    private ProcessCursor() {}

    static String of(Place place) {
        String parts = place.since() + "\n" + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Null for the first page.
     *
     * @throws InvalidValue if it is none that was ever given out
     */
    static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", 2);
            if (parts.length == 2) {
                return new Place(Instant.parse(parts[0]), parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Told below: a client can't do anything with the difference.
        }
        throw new InvalidValue("cursor", "must be the nextCursor of an earlier answer");
    }
}
