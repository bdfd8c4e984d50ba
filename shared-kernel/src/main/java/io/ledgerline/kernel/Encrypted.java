package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Personal data as it is stored everywhere: readable only with the customer's key. In JSON a string.
 *
 * @param text version, nonce and ciphertext, for {@link CustomerKey} only
 */
public record Encrypted(@JsonValue String text) {

    /** Says how to read what follows, for the day when the cipher changes. */
    public static final String FORMAT = "v1:";

    @JsonCreator
    public Encrypted {}

    /**
     * Of a text that may be either, such as a reason: what people write is always encrypted, and what the program writes
     * itself begins otherwise.
     */
    public static boolean looksLike(@Nullable String text) {
        return text != null && text.startsWith(FORMAT);
    }

    @Override
    public String toString() {
        return "Encrypted";
    }
}
