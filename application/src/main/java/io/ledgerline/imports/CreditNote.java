package io.ledgerline.imports;

import io.ledgerline.kernel.CustomerId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The rows of one credit note, or those of them that go to the same order.
 *
 * @param lines at least one, all of the same customer, in the order of the file
 */
record CreditNote(String number, List<InvoiceLine> lines) {

    CreditNote {
        lines = List.copyOf(lines);
    }

    CustomerId customer() {
        return Objects.requireNonNull(lines.get(0).customer());
    }

    /** The earliest of the rows' times. */
    Instant at() {
        return lines.stream()
                .map(InvoiceLine::at)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
