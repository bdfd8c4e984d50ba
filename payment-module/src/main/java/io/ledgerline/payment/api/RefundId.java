package io.ledgerline.payment.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.Identifiers;

/** Names a refund: {@code [A-Za-z0-9_-]{1,64}}. Whoever asks for the same refund again uses the same one. */
public record RefundId(@JsonValue String value) {

    @JsonCreator
    public RefundId {
        Identifiers.check("refundId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
