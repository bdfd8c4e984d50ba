package io.ledgerline.payment.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.payment.Payments;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.PaymentGateway.Charge;
import io.ledgerline.payment.process.Reconciliation.Difference;
import io.ledgerline.payment.process.Reconciliation.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final PaymentId ID = new PaymentId("pay-1");
    private static final Money AMOUNT = Money.of("15.30", "GBP");
    private static final Money NOTHING = Money.of("0", "GBP");
    private static final RefundId REFUND = new RefundId("refund-1");

    private final InMemoryAggregates aggregates = Payments.inMemory();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final Reconciliation reconciliation = new Reconciliation(
            new Providers(List.of(gateway)),
            aggregates.eventStore(),
            new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5)));

    @Test
    void givenNothing_thenThereIsNothingToSay() {
        assertThat(reconciliation.reconcile()).isEqualTo(new Reconciliation.Result(0, 0, List.of()));
    }

    @Test
    void givenBothHaveTheSame_thenTheyAgree() {
        captured();
        aggregates.send(new RequestRefund(ID, REFUND, Money.of("5.00", "GBP"), "broken"));
        aggregates.send(new CompleteRefund(ID, REFUND, "back-1"));
        charged("charge-1", true, AMOUNT, Money.of("5.00", "GBP"));
        assertThat(reconciliation.reconcile()).isEqualTo(new Reconciliation.Result(1, 1, List.of()));
    }

    @Test
    void givenBothDeclined_thenTheyAgree() {
        requested();
        aggregates.send(new DeclinePayment(ID, "charge-1", "no money"));
        charged("charge-1", false, AMOUNT, NOTHING);
        assertThat(problems()).isEmpty();
    }

    @Test
    void givenPaidElsewhere_thenNobodysBooksAreCompared() {
        aggregates.send(new ImportPayment(ID, "536365", AMOUNT, "import", "invoice-536365"));
        assertThat(reconciliation.reconcile()).isEqualTo(new Reconciliation.Result(0, 0, List.of()));
    }

    @Test
    void givenAnOlderBackupWasRestored_thenWhatTheProviderHasAndTheLogLostIsTold() {
        charged("charge-1", true, AMOUNT, NOTHING);
        assertThat(reconciliation.reconcile().differences())
                .containsExactly(new Difference(
                        "sandbox",
                        ID,
                        Problem.UNKNOWN_TO_LOG,
                        null,
                        new Charge("charge-1", ID, true, AMOUNT, NOTHING)));
    }

    @Test
    void givenRequestedOnly_whenTheProviderHasAnswered_thenThatIsMissing() {
        requested();
        charged("charge-1", true, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.CAPTURE_NOT_RECORDED);
        gateway.charges.clear();
        charged("charge-1", false, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.DECLINE_NOT_RECORDED);
    }

    @Test
    void givenCaptured_whenTheProviderKnowsNothingOfIt_thenThatIsTold() {
        captured();
        assertThat(problems()).containsExactly(Problem.UNKNOWN_TO_PROVIDER);
        charged("charge-1", false, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.UNKNOWN_TO_PROVIDER);
    }

    @Test
    void givenCaptured_whenTheProviderHasItDifferently_thenItIsToldHow() {
        captured();
        charged("charge-1", true, Money.of("15.31", "GBP"), NOTHING);
        assertThat(problems()).containsExactly(Problem.AMOUNT_DIFFERS);
        gateway.charges.clear();
        charged("charge-1", true, AMOUNT, Money.of("1.00", "GBP"));
        assertThat(problems()).containsExactly(Problem.REFUNDED_DIFFERS);
        gateway.charges.clear();
        charged("charge-2", true, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.REFERENCE_DIFFERS);
        charged("charge-1", true, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.CHARGED_TWICE);
    }

    @Test
    void givenAPaymentWasDeclinedOrFailed_whenTheProviderHasTakenTheMoney_thenThatIsTakenDownOnce() {
        requested();
        aggregates.send(new DeclinePayment(ID, "charge-1", "no money"));
        charged("charge-1", true, AMOUNT, NOTHING);
        assertThat(problems()).containsExactly(Problem.CAPTURE_NOT_RECORDED);

        assertThat(reconciliation.takeDownCaptures().differences()).isEmpty();
        assertThat(aggregates.events()).endsWith(new PaymentCaptured(ID, "75", AMOUNT, "charge-1"));

        int events = aggregates.events().size();
        reconciliation.takeDownCaptures();
        assertThat(aggregates.events()).hasSize(events);
    }

    @Test
    void givenTheProviderHasTakenAnotherAmountOrForAnUnknownPayment_thenNothingIsTakenDown() {
        requested();
        charged("charge-1", true, Money.of("15.31", "GBP"), NOTHING);
        gateway.charges.add(new Charge("charge-2", new PaymentId("unknown"), true, AMOUNT, NOTHING));
        assertThat(reconciliation.takeDownCaptures().differences())
                .extracting(Difference::problem)
                .containsExactly(Problem.CAPTURE_NOT_RECORDED, Problem.UNKNOWN_TO_LOG);
        assertThat(aggregates.events()).hasSize(1);
    }

    private List<Problem> problems() {
        return reconciliation.reconcile().differences().stream()
                .map(Difference::problem)
                .toList();
    }

    private void requested() {
        aggregates.send(new RequestPayment(ID, "75", AMOUNT, new PaymentMethod("card", "tok_ok")));
    }

    private void captured() {
        requested();
        aggregates.send(new CapturePayment(ID, "charge-1"));
    }

    private void charged(String reference, boolean captured, Money amount, Money refunded) {
        gateway.charges.add(new Charge(reference, ID, captured, amount, refunded));
    }
}
