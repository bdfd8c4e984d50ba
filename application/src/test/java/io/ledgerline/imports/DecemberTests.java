package io.ledgerline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real month, if it lies beside the project. */
class DecemberTests {

    private static final Path FILE = Path.of("shared", "data", "online-retail-2010-12.csv");

    @TempDir
    Path directory;

    @Test
    void the_money_of_a_real_month_reconciles_to_the_penny() throws IOException {
        Path file = file();
        try (ImportFixture given = new ImportFixture(directory, 1_000)) {
            long begin = System.nanoTime();
            String id = given.upload(file).id();
            long stored = System.nanoTime();
            given.worker().start();
            ImportProgress end = given.awaitEnd(id);
            LoggerFactory.getLogger(getClass())
                    .info(
                            "Stored in {} ms, carried out in {} ms",
                            (stored - begin) / 1_000_000,
                            (System.nanoTime() - stored) / 1_000_000);

            assertThat(end.rowsRead()).isEqualTo(42_481);
            assertThat(end.rowsRejected()).isEqualTo(727).isLessThan(42_481 / 20);
            assertThat(end.ordersImported()).isEqualTo(1_559);
            assertThat(end.creditNotesImported()).isEqualTo(138);
            assertThat(end.amounts().file().amount()).isEqualTo("748957.02");
            assertThat(end.amounts().imported().amount()).isEqualTo("815883.11");
            assertThat(end.amounts().rejected().amount()).isEqualTo("-66926.09");
            assertThat(sum(given, ImportPayment.class, ImportPayment::amount)).isEqualTo(Money.of("823746.14", "GBP"));
            assertThat(sum(given, ImportCreditNote.class, ImportCreditNote::amount))
                    .isEqualTo(Money.of("7863.03", "GBP"));
            assertThat(sum(given, RequestRefund.class, RequestRefund::amount)).isEqualTo(Money.of("7863.03", "GBP"));
            assertThat(sum(given, RecordRefund.class, RecordRefund::amount)).isEqualTo(Money.of("7863.03", "GBP"));
            assertThat(lines(given)).isEqualTo(end.rowsImported());
            assertThat(reasons(given.rejections(id)))
                    .isEqualTo(Map.of(
                            "quantity_not_positive", 70L,
                            "price_not_positive", 203L,
                            "credit_without_customer", 38L,
                            "no_earlier_order", 265L,
                            "not_on_earlier_orders", 114L,
                            "credit_price_differs", 10L,
                            "too_few_left", 6L,
                            "several_orders_fit", 20L,
                            "several_prices_on_order", 1L));
        }
    }

    private static <T> Money sum(ImportFixture given, Class<T> type, Function<T, Money> amount) {
        return given.gateway.accepted(type).stream()
                .map(amount)
                .reduce(Money::plus)
                .orElseThrow();
    }

    /** Those that have come to orders. */
    private static int lines(ImportFixture given) {
        return Stream.concat(
                        given.gateway.accepted(ImportOrder.class).stream()
                                .map(order ->
                                        order.lines().size() + order.charges().size()),
                        given.gateway.accepted(ImportCreditNote.class).stream()
                                .map(note -> note.returned().size()
                                        + note.discounts().size()))
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static Map<String, Long> reasons(String rejections) {
        return rejections
                .lines()
                .skip(1)
                .collect(Collectors.groupingBy(line -> line.split(",", 3)[1], Collectors.counting()));
    }

    private static Path file() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path file = above.resolve(FILE);
            if (Files.exists(file)) {
                return file;
            }
        }
        String message = "SKIPPED: " + FILE + " lies in no directory above this one, so the real month is not tested";
        System.err.println(message);
        assumeTrue(false, message);
        throw new AssertionError(message);
    }
}
