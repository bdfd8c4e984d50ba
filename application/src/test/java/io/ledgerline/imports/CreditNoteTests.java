package io.ledgerline.imports;

import static io.ledgerline.imports.ImportFixture.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Discount;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.CommandMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a file's credit notes, from the upload to the commands. */
class CreditNoteTests {

    /** The credit notes stand before some of the orders: only their times count. */
    private static final String FILE = HEADER
            + "C900,MUG,Mug,-1,2010-12-03 09:00:00,2.00,17850.0,France\n"
            + "500,MUG,Mug,6,2010-12-01 08:00:00,2.00,17850.0,France\n"
            + "500,CUP,Cup,2,2010-12-01 08:00:00,1.00,17850.0,France\n"
            + "C901,CUP,Cup,-1,2010-12-02 09:00:00,1.00,17850.0,France\n"
            + "C901,D,Sorry,-1,2010-12-02 09:00:00,0.50,17850.0,France\n"
            + "C901,PLATE,Plate,-3,2010-12-02 09:00:00,3.00,13047.0,France\n"
            + "501,PLATE,Plate,4,2010-12-01 10:00:00,3.00,13047.0,France\n"
            + "501,POST,Postage,1,2010-12-01 10:00:00,4.00,13047.0,France\n"
            + "C902,POST,Postage,-1,2010-12-02 10:00:00,4.00,13047.0,France\n"
            + "C903,PLATE,Plate,-2,2010-12-02 11:00:00,3.00,13047.0,France\n";

    private static final String REJECTED =
            "11,too_few_left,C903,PLATE,Plate,-2,2010-12-02 11:00:00,3.00,13047.0,France\n";

    @TempDir
    Path directory;

    @Test
    void credit_notes_become_returns_and_discounts_with_refunds_and_the_money_reconciles() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 2)) {
            ImportProgress end = imported(given, FILE);

            assertThat(end.status()).isEqualTo(ImportProgress.Status.COMPLETED);
            assertThat(end.rowsRead()).isEqualTo(end.rowsTotal()).isEqualTo(10);
            assertThat(end.ordersImported()).isEqualTo(2);
            assertThat(end.amounts().imported().amount()).isEqualTo("13.50");
            assertThat(end.amounts().rejected().amount()).isEqualTo("-6.00");
            assertThat(end.amounts().file().amount()).isEqualTo("7.50");
            assertThat(given.rejections(end.id())).endsWith("Country\n" + REJECTED);
            assertThat(creditNotes(given, "order-500"))
                    .extracting(
                            ImportCreditNote::number,
                            ImportCreditNote::returned,
                            ImportCreditNote::discounts,
                            ImportCreditNote::amount)
                    .containsExactly(
                            tuple(
                                    "C901",
                                    List.of(pieces("CUP", 1)),
                                    List.of(new Discount(gbp("0.50"), "Sorry")),
                                    gbp("1.50")),
                            tuple("C900", List.of(pieces("MUG", 1)), List.of(), gbp("2.00")));
            assertThat(creditNotes(given, "order-501"))
                    .extracting(ImportCreditNote::returned, ImportCreditNote::discounts)
                    .containsExactly(
                            tuple(List.of(pieces("PLATE", 3)), List.of()),
                            tuple(List.of(), List.of(new Discount(gbp("4.00"), "Postage"))));
            assertThat(given.gateway.accepted(RequestRefund.class).stream()
                            .map(RequestRefund::amount)
                            .reduce(Money::plus))
                    .contains(gbp("16.50"));
            assertThat(given.gateway.accepted(RecordRefund.class)).hasSize(4);
        }
    }

    @Test
    void a_credit_note_counts_once_however_many_orders_it_reverses() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            assertThat(imported(given, FILE).creditNotesImported()).isEqualTo(3);
        }
    }

    @Test
    void each_command_says_who_why_and_when() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            String id = imported(given, FILE).id();

            String first = "import:" + id + "/C900/500";
            List<CommandMessage<?>> order = given.gateway.stream("order-500");
            CommandMessage<?> creditNote = order.stream()
                    .filter(command -> command.getPayload() instanceof ImportCreditNote note
                            && note.number().equals("C900"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Map.copyOf(creditNote.getMetaData()))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            MessageMetadata.WHO,
                            "import:" + id,
                            MessageMetadata.WHY,
                            "imported from credit note C900",
                            MessageMetadata.REQUEST_ID,
                            "request-1",
                            MessageMetadata.COMMAND_ID,
                            first,
                            MessageMetadata.CAUSED_BY,
                            first,
                            MessageMetadata.EFFECTIVE_AT,
                            "2010-12-03T09:00:00Z"));
            assertThat(given.gateway.stream("payment-import-500"))
                    .extracting(command -> command.getMetaData().get(MessageMetadata.COMMAND_ID))
                    .contains(first + "/request-refund");
            assertThat(order)
                    .extracting(command -> command.getMetaData().get(MessageMetadata.COMMAND_ID))
                    .contains(first + "/request-refund/record-refund");
        }
    }

    @Test
    void what_the_order_refuses_is_rejected_with_its_reason() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            given.gateway.failWith(command -> command.getPayload() instanceof ImportCreditNote note
                            && note.number().equals("C901")
                            && note.orderId().value().equals("500")
                    ? RecordingGateway.refused("credit_note_differs")
                    : null);
            ImportProgress end = imported(given, FILE);

            assertThat(given.rejections(end.id()))
                    .contains("5,credit_note_differs,C901,CUP", "6,credit_note_differs,C901,D")
                    .doesNotContain("C901,PLATE");
            assertThat(end.creditNotesImported()).isEqualTo(3);
            assertThat(end.amounts().rejected().amount()).isEqualTo("-7.50");
        }
    }

    @Test
    void a_refund_that_the_payment_refuses_is_left_to_the_orders_own_process() throws IOException {
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            given.gateway.failWith(command -> command.getPayload() instanceof RequestRefund
                    ? RecordingGateway.refused("refund_exceeds_captured")
                    : null);

            assertThat(imported(given, FILE).creditNotesImported()).isEqualTo(3);
            assertThat(given.gateway.accepted(RecordRefund.class)).isEmpty();
        }
    }

    @Test
    void an_order_of_an_earlier_file_can_be_reversed_and_only_once() throws IOException {
        String orders = HEADER + "500,MUG,Mug,6,2010-12-01 08:00:00,2.00,17850.0,France\n";
        String note = "C900,MUG,Mug,-1,2011-01-03 09:00:00,2.00,17850.0,France\n";
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            imported(given, orders);
            assertThat(imported(given, HEADER + note).creditNotesImported()).isEqualTo(1);
            Map<String, Object> log = given.gateway.log();
            ImportProgress again = imported(given, HEADER + note + "\n");

            assertThat(again.creditNotesImported()).isZero();
            assertThat(given.rejections(again.id())).contains("2,credit_note_exists,C900");
            assertThat(given.gateway.log()).isEqualTo(log);
            ImportProgress more = imported(given, HEADER + "C904,MUG,Mug,-6,2011-01-04 09:00:00,2.00,17850.0,France\n");
            assertThat(given.rejections(more.id())).contains("2,too_few_left,C904");
        }
    }

    @Test
    void a_credit_note_with_more_rows_than_an_order_may_have_is_rejected_as_a_whole() throws IOException {
        StringBuilder csv = new StringBuilder(FILE);
        for (int i = 0; i <= Batch.MOST_LINES_OF_INVOICE; i++) {
            csv.append("C999,MUG,Mug,-1,2010-12-03 10:00:00,2.00,17850.0,France\n");
        }
        try (ImportFixture given = new ImportFixture(directory, 1_000)) {
            ImportProgress end = imported(given, csv.toString());

            assertThat(end.rowsRejected()).isEqualTo(Batch.MOST_LINES_OF_INVOICE + 2);
            assertThat(given.rejections(end.id())).contains("12,invoice_too_large,C999");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 5, 7, 8, 10, 11})
    void a_crash_anywhere_ends_like_an_undisturbed_run(int creditCommandsBeforeTheCrash) throws Exception {
        Map<String, Object> log;
        ImportProgress undisturbed;
        try (ImportFixture given = new ImportFixture(directory, 2)) {
            undisturbed = imported(given, FILE);
            log = given.gateway.log();
        }
        try (ImportFixture given = new ImportFixture(directory, 2)) {
            crash(given, FILE, creditCommandsBeforeTheCrash);
            given.worker().start();
            ImportProgress end = given.awaitEnd(undisturbed.id());

            assertThat(given.gateway.log()).isEqualTo(log);
            assertThat(end.amounts()).isEqualTo(undisturbed.amounts());
            assertThat(end.creditNotesImported()).isEqualTo(undisturbed.creditNotesImported());
            assertThat(given.rejections(end.id())).endsWith("Country\n" + REJECTED);
        }
    }

    @Test
    void what_was_decided_before_a_crash_stays_though_another_order_would_fit_by_now() throws Exception {
        String file = HEADER
                + "500,MUG,Mug,6,2010-12-01 08:00:00,2.00,17850.0,France\n"
                + "C900,MUG,Mug,-1,2010-12-03 09:00:00,2.00,17850.0,France\n";
        String other = HEADER + "499,MUG,Mug,6,2010-11-30 08:00:00,2.00,17850.0,France\n";
        try (ImportFixture given = new ImportFixture(directory, 100)) {
            String id = crash(given, file, 1);
            given.imports.take("holds it", Duration.ofMinutes(1)).orElseThrow();
            ImportWorker worker = given.worker();
            worker.start();
            String otherId = given.upload(other).id();
            assertThat(given.awaitEnd(otherId).ordersImported()).isEqualTo(1);
            given.imports.release("holds it");

            assertThat(given.awaitEnd(id).creditNotesImported()).isEqualTo(1);
            assertThat(creditNotes(given, "order-500")).hasSize(1);
            assertThat(given.gateway.accepted(ImportCreditNote.class)).hasSize(1);
        }
    }

    /** Kills the worker after so many of the commands that credit notes become. */
    private static String crash(ImportFixture given, String csv, int commandsBefore) throws InterruptedException {
        AtomicInteger handled = new AtomicInteger();
        AtomicBoolean dead = new AtomicBoolean();
        given.gateway.failWith(command -> {
            boolean credit = command.getPayload() instanceof ImportCreditNote
                    || command.getPayload() instanceof RequestRefund
                    || command.getPayload() instanceof RecordRefund;
            if (credit && handled.getAndIncrement() >= commandsBefore) {
                dead.set(true);
                return new IllegalStateException("the store is gone");
            }
            return null;
        });
        String id = given.upload(csv).id();
        ImportWorker crashing = given.worker();
        crashing.start();
        Awaitility.await().untilTrue(dead);
        crashing.stop();
        assertThat(given.imports.find(id).orElseThrow().isOver()).isFalse();
        given.gateway.failWith(command -> null);
        return id;
    }

    private static ImportProgress imported(ImportFixture given, String csv) {
        String id = given.upload(csv).id();
        given.worker().start();
        return given.awaitEnd(id);
    }

    private static List<ImportCreditNote> creditNotes(ImportFixture given, String stream) {
        return given.gateway.stream(stream).stream()
                .map(CommandMessage::getPayload)
                .filter(ImportCreditNote.class::isInstance)
                .map(ImportCreditNote.class::cast)
                .toList();
    }

    private static Pieces pieces(String sku, int quantity) {
        return new Pieces(new Sku(sku), Quantity.of(quantity));
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
