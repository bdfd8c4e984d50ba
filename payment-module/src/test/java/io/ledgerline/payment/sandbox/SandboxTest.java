package io.ledgerline.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.groups.Tuple.tuple;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.PaymentGateway.CaptureResult;
import io.ledgerline.payment.process.PaymentGateway.CaptureResult.Captured;
import io.ledgerline.payment.process.PaymentGateway.CaptureResult.Declined;
import io.ledgerline.payment.sandbox.SandboxBooks.Charge;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import io.ledgerline.payment.sandbox.SandboxEndpoint.Charges;
import io.ledgerline.payment.sandbox.SandboxEndpoint.Entry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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

class SandboxTest {

    private static final Path MIGRATION =
            Path.of("../application/src/main/resources/db/write/V2__sandbox_provider.sql");
    private static final Money AMOUNT = Money.of("15.30", "GBP");

    private static EmbeddedPostgres postgres;
    private static DataSource dataSource;

    private final SandboxBooks books = new SandboxBooks(dataSource);
    private final SandboxProvider sandbox = new SandboxProvider(books);

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        dataSource = postgres.getPostgresDatabase();
        execute(Files.readString(MIGRATION));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void emptyBooks() throws Exception {
        execute("truncate sandbox_charges");
    }

    @Test
    void goodTokenIsCaptured() {
        CaptureResult result = sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThat(result).isInstanceOf(Captured.class);
        assertThat(books.all())
                .containsExactly(
                        new Charge(((Captured) result).providerReference(), "pay-1", Status.CAPTURED, AMOUNT, null));
    }

    @Test
    void badTokenIsDeclined() {
        CaptureResult result = sandbox.capture(capture("pay-1", AMOUNT, "tok_declined"));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("card_declined"));
        assertThat(books.all()).extracting(Charge::status).containsExactly(Status.DECLINED);
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
        CaptureResult first = sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThat(sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"))).isEqualTo(first);
        assertThat(books.all()).hasSize(1);
    }

    @Test
    void sameKeyForAnotherAmountIsAnError() {
        sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        assertThatIllegalStateException()
                .isThrownBy(() -> sandbox.capture(capture("pay-1", Money.of("15.31", "GBP"), "tok_ok")));
        assertThat(books.all()).hasSize(1);
    }

    @Test
    void sameKeyAtTheSameTimeIsChargedOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<CaptureResult> call = () -> sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
            List<Callable<CaptureResult>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(call);
            }
            Set<CaptureResult> results = new HashSet<>();
            for (Future<CaptureResult> result : callers.invokeAll(calls)) {
                results.add(result.get());
            }
            assertThat(results).hasSize(1);
            assertThat(books.all()).hasSize(1);
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
        assertThat(books.all()).hasSize(1);
    }

    @Test
    void amountsKeepTheDecimalsOfTheirCurrency() {
        sandbox.capture(capture("pay-1", Money.of("700", "JPY"), "tok_ok"));
        sandbox.capture(capture("pay-2", Money.of("1.234", "KWD"), "tok_ok"));
        assertThat(books.all())
                .extracting(Charge::amount)
                .containsExactly(Money.of("1.234", "KWD"), Money.of("700", "JPY"));
    }

    @Test
    void booksAreShownNewestFirst() {
        sandbox.capture(capture("pay-1", AMOUNT, "tok_ok"));
        sandbox.capture(capture("pay-2", AMOUNT, "tok_declined"));
        Charges shown = new SandboxEndpoint(books).charges().block();
        assertThat(shown).isNotNull();
        assertThat(shown.items())
                .extracting(Entry::paymentId, Entry::status, Entry::amount, Entry::refunded)
                .containsExactly(
                        tuple("pay-2", Status.DECLINED, AMOUNT, Money.of("0", "GBP")),
                        tuple("pay-1", Status.CAPTURED, AMOUNT, Money.of("0", "GBP")));
    }

    private static Capture capture(String paymentId, Money amount, String token) {
        return new Capture(paymentId + "/capture", new PaymentId(paymentId), amount, new PaymentMethod("card", token));
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
