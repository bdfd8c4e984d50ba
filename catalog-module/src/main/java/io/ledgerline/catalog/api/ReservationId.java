package io.ledgerline.catalog.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.Identifiers;

/** For whom stock is kept: the catalog doesn't know what stands behind it. {@code [A-Za-z0-9_-]{1,64}}. */
public record ReservationId(@JsonValue String value) {

    @JsonCreator
    public ReservationId {
        Identifiers.check("reservationId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
