package io.ledgerline.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.groups.Tuple.tuple;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.ManualAlarms;
import io.ledgerline.payment.Payments;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.api.WebhookSecret;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Answer.Declined;
import io.ledgerline.payment.process.PaymentGateway.Answer.Done;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import io.ledgerline.payment.process.PaymentNotices;
import io.ledgerline.payment.process.PaymentNoticesOf;
import io.ledgerline.payment.sandbox.SandboxBooks.Charge;
import io.ledgerline.payment.sandbox.SandboxBooks.Entry;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import io.ledgerline.payment.sandbox.SandboxEndpoint.Charges;
import io.ledgerline.payment.sandbox.SandboxEndpoint.Shown;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class SandboxTest {

    private static final Path MIGRATIONS = Path.of("../application/src/main/resources/db/write");
    private static final Money AMOUNT = Money.of("15.30", "GBP");

    private static EmbeddedPostgres postgres;
    private static DataSource dataSource;

    private static final PaymentId PAYMENT = new PaymentId("pay-1");

    private final SandboxBooks books = new SandboxBooks(dataSource);
    private final ManualAlarms alarms = new ManualAlarms();
    private final SandboxSignature signature = new SandboxSignature(new WebhookSecret("secret"), alarms.clock());
    private final JsonMapper json = JsonMapper.builder().build();
    private final SandboxProvider sandbox = new SandboxProvider(
            books, signature, new SandboxSettings(Duration.ofSeconds(2)), alarms, alarms.clock(), json);

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        dataSource = postgres.getPostgresDatabase();
        execute(Files.readString(MIGRATIONS.resolve("V2__sandbox_provider.sql")));
        execute(Files.readString(MIGRATIONS.resolve("V4__payments.sql")));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void emptyBooks() throws Exception {
        execute("truncate sandbox_charges, sandbox_refunds, sandbox_requests");
    }

    @Test
    void goodTokenIsCaptured() {
        Answer result = sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThat(result).isInstanceOf(Done.class);
        assertThat(charges())
                .containsExactly(new Charge(
                        new Entry(((Done) result).providerReference(), "pay-1", Status.CAPTURED, AMOUNT, null),
                        Money.of("0", "GBP")));
    }

    @Test
    void badTokenIsDeclined() {
        Answer result = sandbox.capture(capture("pay-1", AMOUNT, "tok_declined"));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("card_declined"));
        assertThat(charges()).extracting(charge -> charge.entry().status()).containsExactly(Status.DECLINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_", "4111111111111111", "TOK_OK", "'; drop table sandbox_charges; --"})
    void unknownTokenIsDeclined(String token) {
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, token)))
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("unknown_token"));
    }

    @Test
    void sameKeyIsChargedOnceAndAnsweredTheSame() {
        Answer first = sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"))).isEqualTo(first);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void sameKeyForAnotherAmountIsAnError() {
        sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThatIllegalStateException()
                .isThrownBy(() -> sandbox.capture(capture("pay-1", Money.of("15.31", "GBP"), "tok_ok")));
        assertThat(charges()).hasSize(1);
    }

    @Test
    void sameKeyAtTheSameTimeIsChargedOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<Answer> call = () -> sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(call);
            }
            Set<Answer> results = new HashSet<>();
            for (Future<Answer> result : callers.invokeAll(calls)) {
                results.add(result.get());
            }
            assertThat(results).hasSize(1);
            assertThat(charges()).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void chargeOutlivesTheCallersTransaction() {
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        transaction.executeWithoutResult(status -> {
            sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
            status.setRollbackOnly();
        });
        assertThat(charges()).hasSize(1);
    }

    @Test
    void amountsKeepTheDecimalsOfTheirCurrency() {
        sandbox.capture(capture("pay-1", Money.of("700", "JPY"), "tok_ok"));
        sandbox.capture(capture("pay-2", Money.of("1.234", "KWD"), "tok_ok"));
        assertThat(charges())
                .extracting(charge -> charge.entry().amount())
                .containsExactly(Money.of("1.234", "KWD"), Money.of("700", "JPY"));
    }

    @Test
    void booksAreShownNewestFirst() {
        sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        sandbox.capture(capture("pay-2", AMOUNT, "tok_declined"));
        Charges shown = new SandboxEndpoint(books).charges().block();
        assertThat(shown).isNotNull();
        assertThat(shown.items())
                .extracting(Shown::paymentId, Shown::status, Shown::amount, Shown::refunded)
                .containsExactly(
                        tuple("pay-2", Status.DECLINED, AMOUNT, Money.of("0", "GBP")),
                        tuple("pay-1", Status.CAPTURED, AMOUNT, Money.of("0", "GBP")));
    }

    @Test
    void flakyTokenFailsTwiceAndThenCapturesOnce() {
        Capture capture = capture("pay-1", AMOUNT, "tok_flaky");
        assertThat(sandbox.capture(capture)).isInstanceOf(Answer.Failed.class);
        assertThat(sandbox.capture(capture)).isInstanceOf(Answer.Failed.class);
        assertThat(charges()).isEmpty();
        assertThat(sandbox.capture(capture)).isInstanceOf(Done.class);
        assertThat(sandbox.capture(capture)).isInstanceOf(Done.class);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void timeoutTokenIsNeverAnsweredAndNeverCharged() {
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_timeout"))).isInstanceOf(Answer.NoAnswer.class);
        assertThat(sandbox.findCapture(capture("pay-1", AMOUNT, "tok_ok"))).isEmpty();
        assertThat(charges()).isEmpty();
    }

    @Test
    void lostAnswerIsInTheBooks() {
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_lost_answer"))).isInstanceOf(Answer.NoAnswer.class);
        assertThat(sandbox.findCapture(capture("pay-1", AMOUNT, "tok_ok")))
                .contains(new Done(charges().get(0).entry().providerReference()));
    }

    @Test
    void slowTokenIsPromisedAndAnsweredByASignedNoticeAfterItsDelay() {
        InMemoryAggregates aggregates = Payments.inMemory();
        aggregates.send(new RequestPayment(PAYMENT, "75", AMOUNT, new PaymentMethod("card", "tok_slow")));
        PaymentNotices notices = PaymentNoticesOf.gateway(sandbox, aggregates);
        alarms.register(new SandboxSlowAnswer(books, signature, notices, json));

        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_slow"))).isInstanceOf(Answer.Pending.class);
        assertThat(sandbox.findCapture(capture("pay-1", AMOUNT, "tok_ok"))).containsInstanceOf(Answer.Pending.class);
        alarms.pass(Duration.ofMillis(1_999));
        assertThat(charges()).isEmpty();

        alarms.pass(Duration.ofMillis(1));
        String reference = charges().get(0).entry().providerReference();
        assertThat(aggregates.events()).endsWith(new PaymentCaptured(PAYMENT, "75", AMOUNT, reference));
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_slow"))).isEqualTo(new Done(reference));
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void refundIsMadeOnceForAKey() {
        String charge = captured("pay-1");
        Answer first = sandbox.refund(refund("refund-1", charge, "5.00"));
        assertThat(sandbox.refund(refund("refund-1", charge, "5.00"))).isEqualTo(first);
        assertThat(charges()).extracting(Charge::refunded).containsExactly(Money.of("5.00", "GBP"));
        assertThat(sandbox.findRefund(refund("refund-1", charge, "5.00"))).contains(first);
        assertThat(sandbox.findRefund(refund("refund-2", charge, "5.00"))).isEmpty();
    }

    @Test
    void refundsNeverExceedTheCharge() {
        String charge = captured("pay-1");
        assertThat(sandbox.refund(refund("refund-1", charge, "15.00"))).isInstanceOf(Done.class);
        assertThat(sandbox.refund(refund("refund-2", charge, "0.31"))).isInstanceOf(Declined.class);
        assertThat(sandbox.refund(refund("refund-3", charge, "0.30"))).isInstanceOf(Done.class);
        assertThat(charges()).extracting(Charge::refunded).containsExactly(AMOUNT);
    }

    @Test
    void sameRefundAtTheSameTimeIsMadeOnce() throws Exception {
        String charge = captured("pay-1");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<Answer> call = () -> sandbox.refund(refund("refund-1", charge, "1.00"));
            Set<Answer> answers = new HashSet<>();
            for (Future<Answer> answer : callers.invokeAll(java.util.Collections.nCopies(32, call))) {
                answers.add(answer.get());
            }
            assertThat(answers).hasSize(1);
            assertThat(charges()).extracting(Charge::refunded).containsExactly(Money.of("1.00", "GBP"));
        } finally {
            callers.shutdownNow();
        }
    }

    private String captured(String paymentId) {
        return ((Done) sandbox.capture(capture(paymentId, AMOUNT, "tok_ok"))).providerReference();
    }

    private static Refund refund(String id, String charge, String amount) {
        return new Refund("pay-1/refund/" + id, PAYMENT, new RefundId(id), charge, Money.of(amount, "GBP"), 1);
    }

    private List<Charge> charges() {
        List<Charge> charges = new ArrayList<>();
        books.all(charges::add);
        return charges;
    }

    private static Capture capture(String paymentId, Money amount, String token) {
        return new Capture(
                paymentId + "/capture", new PaymentId(paymentId), amount, new PaymentMethod("card", token), 1, null);
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
