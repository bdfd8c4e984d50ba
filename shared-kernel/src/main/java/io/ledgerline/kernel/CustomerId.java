package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a customer without saying who it is: a pseudonym, {@code [A-Za-z0-9_-]{1,64}}. */
public record CustomerId(@JsonValue String value) {

    @JsonCreator
    public CustomerId {
        Identifiers.check("customerId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
