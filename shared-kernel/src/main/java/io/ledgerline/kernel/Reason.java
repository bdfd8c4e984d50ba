package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why something was done: in a person's own words, which are about a customer and so encrypted with the customer's key, or
 * in the program's. In JSON {@code {"encrypted":"v1:…"}} or {@code {"text":"…"}}.
 *
 * @param encrypted null if the program says it
 * @param text null if a person said it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reason(
        @Nullable Encrypted encrypted, @Nullable String text) {

    public Reason {
        if ((encrypted == null) == (text == null)) {
            throw new IllegalArgumentException("a reason is either encrypted or a text");
        }
    }

    /**
     * @param reason as commands carry it, see {@link WithReason}
     */
    public static Reason of(String reason) {
        return Encrypted.looksLike(reason) ? new Reason(new Encrypted(reason), null) : new Reason(null, reason);
    }
}
