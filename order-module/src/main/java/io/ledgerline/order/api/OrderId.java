package io.ledgerline.order.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.Identifiers;

/** Names an order: {@code [A-Za-z0-9_-]{1,64}}, case-sensitive. */
public record OrderId(@JsonValue String value) {

    @JsonCreator
    public OrderId {
        Identifiers.check("orderId", value);
    }

    /** The stream of the order that it names. */
    public String stream() {
        return "order-" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
