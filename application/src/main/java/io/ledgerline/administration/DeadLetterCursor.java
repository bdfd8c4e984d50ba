package io.ledgerline.administration;

import io.ledgerline.administration.StoredDeadLetters.Place;
import io.ledgerline.kernel.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page ends, as clients hand it back; opaque to them. */
final class DeadLetterCursor {

    private static final String BETWEEN = "\n";

    private DeadLetterCursor() {}

    static String of(Place place) {
        String parts = String.join(BETWEEN, place.processor(), Long.toString(place.index()), place.sequence());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidValue if it is none that was ever given out */
    static Place place(@Nullable String cursor) {
        if (cursor == null) {
            return Place.FIRST;
        }
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(BETWEEN, 3);
            // No text of PostgreSQL's holds a NUL.
            if (parts.length == 3 && cursor.length() < 2_000 && !(parts[0] + parts[2]).contains("\0")) {
                return new Place(parts[0], parts[2], Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // Told below: a client can't do anything with the difference.
        }
        throw new InvalidValue("cursor", "must be the nextCursor of an earlier answer");
    }
}
