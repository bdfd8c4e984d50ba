package io.ledgerline.imports;

import io.ledgerline.imports.Reversals.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows to settle together: the next ones of the file, and all others of their invoices or credit notes.
 *
 * @param rows unsettled ones
 * @param nextLine how far the import has got once these are settled
 * @param tooLarge the invoices with more rows than an order may have lines; of those only the next rows are here
 */
record Batch(List<Row> rows, int nextLine, List<String> tooLarge) {

    /** The most lines that an order, which is one event, may have. */
    static final int MOST_LINES_OF_INVOICE = 5_000;

    /**
     * @param columns null if the row is rejected anyway
     * @param reason why it is to be rejected; null if it can be imported
     * @param reverses the order that a credit note's row goes to; null if that isn't decided, or it is an invoice's
     */
    record Row(
            int line,
            @Nullable String invoice,
            @Nullable List<String> columns,
            BigDecimal amount,
            @Nullable String reason,
            @Nullable String reverses) {

        Row with(Verdict verdict) {
            return verdict instanceof Verdict.Rejected rejected
                    ? new Row(line, invoice, columns, amount, rejected.reason().code(), null)
                    : new Row(line, invoice, columns, amount, null, ((Verdict.Reverses) verdict).order());
        }
    }

    /**
     * What has become of them.
     *
     * @param rejected the reason by line; all other rows are imported
     */
    record Settled(Batch batch, Map<Integer, String> rejected, int orders, int creditNotes) {}
}
