package io.ledgerline.query.audit;

import io.ledgerline.kernel.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of the log ended. Opaque to clients. */
final class PositionCursor {

    private PositionCursor() {}

    static String encoded(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("p" + position).getBytes(StandardCharsets.UTF_8));
    }

    /** Null for the beginning; {@link InvalidValue} if it is none that was ever given out. */
    static @Nullable Long decoded(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.matches("p\\d{1,18}")) {
                return Long.valueOf(text.substring(1));
            }
        } catch (IllegalArgumentException e) {
            // Told below: a client can't do anything with the difference.
        }
        throw new InvalidValue("cursor", "must be the nextCursor of an earlier answer");
    }
}
