package io.ledgerline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            assertThat(end.rowsRejected()).isEqualTo(1_001);
            assertThat(end.ordersImported()).isEqualTo(1_559);
            assertThat(end.amounts().file().amount()).isEqualTo("748957.02");
            assertThat(end.amounts().imported().amount()).isEqualTo("823746.14");
            assertThat(end.amounts().rejected().amount()).isEqualTo("-74789.12");
            assertThat(given.gateway.born(ImportPayment.class).stream()
                            .map(ImportPayment::amount)
                            .reduce(Money::plus))
                    .contains(Money.of("823746.14", "GBP"));
            assertThat(given.gateway.born(ImportOrder.class).stream()
                            .mapToInt(order ->
                                    order.lines().size() + order.charges().size())
                            .sum())
                    .isEqualTo(end.rowsImported());
            assertThat(given.rejections(id).lines()).hasSize(1 + 1_001);
        }
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
