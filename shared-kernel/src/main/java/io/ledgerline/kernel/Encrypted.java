package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Personal data as it is stored everywhere: readable only with the customer's key. In JSON a string.
 *
 * @param text version, nonce and ciphertext, for {@link CustomerKey} only
 */
public record Encrypted(@JsonValue String text) {

    @JsonCreator
    public Encrypted {}

    @Override
    public String toString() {
        return "Encrypted";
    }
}
