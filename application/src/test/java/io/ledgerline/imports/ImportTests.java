package io.ledgerline.imports;

import static io.ledgerline.imports.ImportFixture.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class ImportTests {

    @TempDir
    Path directory;

    @Test
    void a_file_becomes_products_orders_and_payments_and_its_money_reconciles() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 5)) {
            String id = given.upload(sample()).id();
            given.worker().start();
            ImportProgress end = given.awaitEnd(id);

            assertThat(end.status()).isEqualTo(ImportProgress.Status.COMPLETED);
            assertThat(end.rowsRead()).isEqualTo(end.rowsTotal()).isEqualTo(20);
            assertThat(end.rowsImported()).isEqualTo(11);
            assertThat(end.rowsRejected()).isEqualTo(9);
            assertThat(end.ordersImported()).isEqualTo(5);
            assertThat(end.amounts().imported().amount()).isEqualTo("147.70");
            assertThat(end.amounts().rejected().amount()).isEqualTo("-79.45");
            assertThat(end.amounts().file().amount()).isEqualTo("68.25");
            assertThat(given.gateway.born(ImportOrder.class)).hasSize(5);
            assertThat(given.gateway.born(ImportPayment.class).stream()
                            .map(ImportPayment::amount)
                            .reduce(Money::plus))
                    .contains(Money.of("147.70", "GBP"));
            assertThat(given.gateway.born(ListProduct.class))
                    .extracting(product -> product.sku().value())
                    .containsExactlyInAnyOrder("85123A", "71053", "22745", "22746");
            assertThat(given.rejections(id)).isEqualTo(rejectionsOfSample());
        }
    }

    @Test
    void an_invoice_whose_rows_stand_apart_is_one_order() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 2)) {
            String id = given.upload(sample()).id();
            given.worker().start();
            given.awaitEnd(id);

            ImportOrder order =
                    (ImportOrder) given.gateway.bornAs("order-536365").getPayload();
            assertThat(order.lines())
                    .extracting(line -> line.sku().value())
                    .containsExactly("85123A", "71053", "71053");
        }
    }

    @Test
    void each_command_says_who_why_and_when() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 5)) {
            String id = given.upload(sample()).id();
            given.worker().start();
            given.awaitEnd(id);

            assertThat(Map.copyOf(given.gateway.bornAs("payment-import-536365").getMetaData()))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            MessageMetadata.WHO,
                            "import:" + id,
                            MessageMetadata.WHY,
                            "imported from invoice 536365",
                            MessageMetadata.REQUEST_ID,
                            "request-1",
                            MessageMetadata.COMMAND_ID,
                            "import:" + id + "/536365/payment",
                            MessageMetadata.CAUSED_BY,
                            "import:" + id + "/536365/payment",
                            MessageMetadata.EFFECTIVE_AT,
                            "2010-12-01T08:26:00Z"));
        }
    }

    @Test
    void an_invoice_of_charges_alone_is_an_order_without_lines() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 5)) {
            String id = given.upload(HEADER + "536779,BANK CHARGES,,1,2010-12-02 15:08:00,15.00,15823.0,EIRE\n")
                    .id();
            given.worker().start();

            assertThat(given.awaitEnd(id).ordersImported()).isEqualTo(1);
            ImportOrder order = given.gateway.born(ImportOrder.class).get(0);
            assertThat(order.lines()).isEmpty();
            assertThat(order.charges()).hasSize(1);
            assertThat(given.gateway.born(ListProduct.class)).isEmpty();
        }
    }

    @Test
    void a_second_import_of_an_order_is_rejected() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 5)) {
            String first = given.upload(sample()).id();
            given.worker().start();
            given.awaitEnd(first);
            Map<String, Object> log = given.gateway.log();
            String second = given.upload(sample() + "\n").id();
            ImportProgress end = given.awaitEnd(second);

            assertThat(second).isNotEqualTo(first);
            assertThat(end.ordersImported()).isZero();
            assertThat(end.amounts().imported().amount()).isEqualTo("0.00");
            assertThat(end.amounts().rejected()).isEqualTo(end.amounts().file());
            assertThat(given.rejections(second)).contains("2,order_exists,536365,85123A");
            assertThat(given.gateway.log()).isEqualTo(log);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 11, 13})
    void a_crash_anywhere_ends_like_an_undisturbed_run(int commandsBeforeTheCrash) throws Exception {
        Map<String, Object> log;
        ImportProgress undisturbed;
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            String id = given.upload(sample()).id();
            given.worker().start();
            undisturbed = given.awaitEnd(id);
            log = given.gateway.log();
        }
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            AtomicInteger handled = new AtomicInteger();
            AtomicBoolean dead = new AtomicBoolean();
            given.gateway.failWith(command -> {
                if (handled.getAndIncrement() >= commandsBeforeTheCrash) {
                    dead.set(true);
                    return new IllegalStateException("the store is gone");
                }
                return null;
            });
            String id = given.upload(sample()).id();
            ImportWorker crashing = given.worker();
            crashing.start();
            Awaitility.await().untilTrue(dead);
            crashing.stop();
            assertThat(given.imports.find(id).orElseThrow().isOver()).isFalse();

            given.gateway.failWith(command -> null);
            given.worker().start();
            ImportProgress end = given.awaitEnd(id);

            assertThat(given.gateway.log()).isEqualTo(log);
            assertThat(end.amounts()).isEqualTo(undisturbed.amounts());
            assertThat(end.ordersImported()).isEqualTo(undisturbed.ordersImported());
            assertThat(end.rowsImported()).isEqualTo(undisturbed.rowsImported());
            assertThat(given.rejections(id)).isEqualTo(rejectionsOfSample());
        }
    }

    @Test
    void commands_whose_answers_are_lost_are_sent_again_and_nothing_is_done_twice() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            AtomicInteger answers = new AtomicInteger();
            given.gateway.loseAnswers(command -> answers.getAndIncrement() % 4 == 3);
            String id = given.upload(sample()).id();
            given.worker().start();

            assertThat(given.awaitEnd(id).amounts().imported().amount()).isEqualTo("147.70");
            assertThat(given.gateway.born(ImportOrder.class)).hasSize(5);
            assertThat(given.gateway.sent(ImportOrder.class).count()).isGreaterThan(5);
        }
    }

    @Test
    void what_a_dead_worker_leaves_is_taken_over_once_its_lease_has_ended() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            String id = given.upload(sample()).id();
            Lease dead = given.imports.take("dead", Duration.ofMillis(300)).orElseThrow();
            given.worker().start();

            assertThat(given.awaitEnd(id).rowsRead()).isEqualTo(20);
            assertThat(dead.importId()).isEqualTo(id);
        }
    }

    @Test
    void a_worker_that_lost_its_lease_counts_nothing_any_more() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            String id = given.upload(sample()).id();
            Lease slow = given.imports.take("slow", Duration.ofMillis(1)).orElseThrow();
            Batch batch = given.imports.next(slow, 4);
            Lease quick = Awaitility.await()
                    .until(() -> given.imports.take("quick", Duration.ofMinutes(1)), Optional::isPresent)
                    .orElseThrow();

            assertThat(catchThrowable(() -> given.imports.settle(
                            slow, new Batch.Settled(batch, Map.of(), 1, 0), Duration.ofMinutes(1))))
                    .isInstanceOf(Lease.Lost.class);
            assertThat(given.imports.find(id).orElseThrow().rowsRead()).isZero();
            given.imports.settle(quick, new Batch.Settled(batch, Map.of(), 1, 0), Duration.ofMinutes(1));
            assertThat(catchThrowable(() -> given.imports.settle(
                            quick, new Batch.Settled(batch, Map.of(), 1, 0), Duration.ofMinutes(1))))
                    .isInstanceOf(Lease.Lost.class);
            assertThat(given.imports.find(id).orElseThrow().ordersImported()).isEqualTo(1);
        }
    }

    @Test
    void two_workers_share_the_work_and_count_it_once() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 3)) {
            given.worker().start();
            given.worker().start();
            String one = given.upload(sample()).id();
            String other = given.upload(HEADER + "600001,22745,POPPY,6,2010-12-01 08:26:00,2.10,,\n")
                    .id();

            assertThat(given.awaitEnd(one).ordersImported()).isEqualTo(5);
            assertThat(given.awaitEnd(other).ordersImported()).isEqualTo(1);
        }
    }

    @Test
    void an_import_that_cannot_go_on_fails_with_its_reason_and_goes_on_when_the_file_comes_again() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            given.gateway.failWith(command -> command.getPayload() instanceof ImportPayment payment
                            && payment.reference().equals("536367")
                    ? RecordingGateway.refused("payment_exists")
                    : null);
            String id = given.upload(sample()).id();
            given.worker().start();
            ImportProgress failed = given.awaitEnd(id);

            assertThat(failed.status()).isEqualTo(ImportProgress.Status.FAILED);
            assertThat(failed.failure()).contains("536367", "payment_exists");
            given.gateway.failWith(command -> null);
            assertThat(given.upload(sample()).id()).isEqualTo(id);
            assertThat(given.awaitEnd(id).amounts().imported().amount()).isEqualTo("147.70");
        }
    }

    @Test
    void an_import_that_makes_no_progress_for_too_long_fails() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4, Duration.ofMillis(200))) {
            given.gateway.failWith(command -> new IllegalStateException("the store is gone"));
            String id = given.upload(sample()).id();
            given.worker().start();

            assertThat(given.awaitEnd(id).failure()).contains("the store is gone");
        }
    }

    @Test
    void a_product_that_is_refused_takes_its_rows_with_it_and_no_others() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 4)) {
            given.gateway.failWith(command -> command.getPayload() instanceof ListProduct product
                            && product.sku().value().equals("71053")
                    ? RecordingGateway.refused("name_not_allowed")
                    : null);
            String id = given.upload(sample()).id();
            given.worker().start();

            assertThat(given.awaitEnd(id).rowsRead()).isEqualTo(20);
            assertThat(given.rejections(id)).contains("3,name_not_allowed,536365,71053");
            ImportOrder order =
                    (ImportOrder) given.gateway.bornAs("order-536365").getPayload();
            assertThat(order.lines()).extracting(line -> line.sku().value()).containsExactly("85123A");
        }
    }

    @Test
    void an_invoice_with_more_rows_than_an_order_may_have_is_rejected_as_a_whole() throws Exception {
        try (ImportFixture given = new ImportFixture(directory, 1000)) {
            StringBuilder csv = new StringBuilder(HEADER);
            for (int i = 0; i <= Batch.MOST_LINES_OF_INVOICE; i++) {
                csv.append("600001,22745,POPPY,1,2010-12-01 08:26:00,2.10,,\n");
            }
            csv.append("600002,22745,POPPY,1,2010-12-01 08:26:00,2.10,,\n");
            String id = given.upload(csv.toString()).id();
            given.worker().start();
            ImportProgress end = given.awaitEnd(id);

            assertThat(end.rowsRejected()).isEqualTo(Batch.MOST_LINES_OF_INVOICE + 1);
            assertThat(end.ordersImported()).isEqualTo(1);
            assertThat(given.rejections(id)).contains("2,invoice_too_large,600001");
        }
    }

    private static String sample() throws IOException {
        return text("sample.csv");
    }

    private static String rejectionsOfSample() throws IOException {
        return text("sample-rejections.csv");
    }

    private static String text(String name) throws IOException {
        return new ClassPathResource("imports/" + name).getContentAsString(StandardCharsets.UTF_8);
    }
}
