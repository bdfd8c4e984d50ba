package io.ledgerline.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an import has got. At every moment {@code rowsRead = rowsImported + rowsRejected} and {@code amounts.file =
 * amounts.imported + amounts.rejected}; once it is completed, {@code rowsRead = rowsTotal}.
 *
 * @param rowsTotal how many rows the file has
 * @param rowsRead how many of them are imported or rejected
 * @param creditNotesImported how many have been taken off orders, each with one of its rows at least
 * @param startedBy who handed the file in; null if that wasn't kept yet
 * @param failure why it can't go on; null unless it has failed
 * @param version grows with each change
 */
record ImportProgress(
        String id,
        String format,
        Status status,
        int rowsTotal,
        int rowsRead,
        int rowsImported,
        int rowsRejected,
        int ordersImported,
        int creditNotesImported,
        Amounts amounts,
        @Nullable String startedBy,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        long version) {

    @Schema(name = "ImportStatus", enumAsRef = true)
    enum Status {
        RUNNING,
        COMPLETED,
        FAILED;

        /** As it is stored and sent. */
        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** Signed sums of quantity × price over the rows read; a row in which one of them can't be read counts as 0. */
    @Schema(name = "ImportAmounts")
    record Amounts(Sum file, Sum imported, Sum rejected) {

        static Amounts of(BigDecimal imported, BigDecimal rejected) {
            return new Amounts(Sum.of(imported.add(rejected)), Sum.of(imported), Sum.of(rejected));
        }
    }

    /** Like {@link io.ledgerline.kernel.Money} in JSON, but without a limit: absurd rows are summed up too. */
    @Schema(name = "ImportSum")
    record Sum(String amount, String currency) {

        private static Sum of(BigDecimal amount) {
            return new Sum(
                    amount.setScale(OnlineRetail.CURRENCY.getDefaultFractionDigits())
                            .toPlainString(),
                    OnlineRetail.CURRENCY.getCurrencyCode());
        }
    }

    boolean isOver() {
        return status != Status.RUNNING;
    }
}
