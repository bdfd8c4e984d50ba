package io.ledgerline.payment.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.Identifiers;

/** Names a payment: {@code [A-Za-z0-9_-]{1,64}}. */
public record PaymentId(@JsonValue String value) {

    @JsonCreator
    public PaymentId {
        Identifiers.check("paymentId", value);
    }

    /** The stream of the payment that it names. */
    public String stream() {
        return "payment-" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
