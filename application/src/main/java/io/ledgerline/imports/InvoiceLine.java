package io.ledgerline.imports;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of an invoice or a credit note that can be imported.
 *
 * @param number of the line in the file on which the row begins
 * @param description null if there is none
 * @param quantity of pieces, whether charged or given back
 * @param customer null if the row names none
 */
record InvoiceLine(
        int number,
        String invoice,
        String stockCode,
        @Nullable String description,
        Quantity quantity,
        Instant at,
        Money price,
        @Nullable CustomerId customer,
        @Nullable String country) {

    Money amount() {
        return price.times(quantity.value());
    }
}
