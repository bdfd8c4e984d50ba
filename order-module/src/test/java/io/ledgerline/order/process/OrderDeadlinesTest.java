package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.process.Cause;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.ManualAlarms;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentId;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The steps of an order's deadlines. There is nothing to compensate: each only sets an alarm, or cancels one.
 *
 * <pre>
 * on              | happy path             | deadline                            | duplicate | late
 * OrderPlaced     | set                    | pending → cancelled                 | one alarm | —
 * OrderConfirmed  | cancelled; another set | not paid → cancelled; pending → later | one alarm | after it has rung: kept
 * PaymentReceived | cancelled, if all of it| part of it → cancelled              | none left | after it has rung: kept
 * OrderCancelled  | cancelled              | —                                   | none left | —
 * </pre>
 */
class OrderDeadlinesTest {

    private static final OrderId ORDER = new OrderId("75");
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(OrderAggregates.type());
    private final ManualAlarms alarms = new ManualAlarms();
    private final OrderDeadlines deadlines =
            new OrderDeadlines(alarms, new OrderSettings(Duration.ofMinutes(10), Duration.ofHours(24)));

    @BeforeEach
    void anOrderIsPlaced() {
        ProcessCommands commands = new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5));
        alarms.register(new ConfirmationDeadline(commands));
        alarms.register(new PaymentDeadline(commands, alarms.clock()));
        aggregates.send(new PlaceOrder(
                ORDER,
                new CustomerId("17850"),
                null,
                new Encrypted("address"),
                List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), Money.of("5.00", "GBP"))),
                List.of()));
        handle();
    }

    @Test
    void givenPending_whenItsDeadlinePasses_thenItIsCancelledAndNotBefore() {
        alarms.pass(Duration.ofMinutes(10).minus(MOMENT));
        assertThat(cancellations()).isEmpty();
        alarms.pass(MOMENT);
        assertThat(cancellations()).containsExactly(Cancellation.notConfirmedInTime());
    }

    @Test
    void givenConfirmed_whenItsFirstDeadlinePasses_thenThatIsCancelled() {
        confirmed();
        assertThat(alarms.waiting()).isEqualTo(1);
        alarms.pass(Duration.ofMinutes(10));
        assertThat(cancellations()).isEmpty();
    }

    @Test
    void givenConfirmed_whenItIsNotPaidInTime_thenItIsCancelled() {
        confirmed();
        alarms.pass(Duration.ofHours(24).minus(MOMENT));
        assertThat(cancellations()).isEmpty();
        alarms.pass(MOMENT);
        assertThat(cancellations()).containsExactly(Cancellation.notPaidInTime());
    }

    @Test
    void givenPaid_thenNoDeadlineIsLeft() {
        confirmed();
        aggregates.send(new RecordPayment(ORDER, PAYMENT, Money.of("10.00", "GBP")));
        handle();
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void givenPaidInPart_whenTheRestDoesNotCome_thenItIsCancelled() {
        confirmed();
        aggregates.send(new RecordPayment(ORDER, PAYMENT, Money.of("4.00", "GBP")));
        handle();
        alarms.pass(Duration.ofHours(24));
        assertThat(cancellations()).containsExactly(Cancellation.notPaidInTime());
    }

    @Test
    void givenPendingWhenItsPaymentDeadlineRings_thenItIsLookedAtAgainUntilItIsDecided() {
        alarms.set(PaymentDeadline.KIND, ORDER.value(), alarms.now(), new OrderDeadline(ORDER, new Cause("any", null)));
        alarms.pass(Duration.ofSeconds(30));
        assertThat(cancellations()).isEmpty();
        aggregates.send(new ConfirmOrder(ORDER));
        alarms.pass(Duration.ofSeconds(10));
        assertThat(cancellations()).containsExactly(Cancellation.notPaidInTime());
    }

    @Test
    void givenTheNewsOfItsConfirmationComesLate_whenTheDeadlineRings_thenTheOrderIsKept() {
        aggregates.send(new ConfirmOrder(ORDER));
        alarms.pass(Duration.ofMinutes(10));
        assertThat(cancellations()).isEmpty();
    }

    @Test
    void givenTheNewsOfItsPaymentComesLate_whenTheDeadlineRings_thenTheOrderIsKept() {
        confirmed();
        aggregates.send(new RecordPayment(ORDER, PAYMENT, Money.of("10.00", "GBP")));
        alarms.pass(Duration.ofHours(24));
        assertThat(cancellations()).isEmpty();
    }

    @Test
    void givenCancelled_thenNoDeadlineIsLeft() {
        alarms.pass(Duration.ofMinutes(10));
        handle();
        assertThat(alarms.waiting()).isZero();
    }

    @Test
    void whenTheSameNewsComesTwice_thenThereIsOneDeadline() {
        handle();
        assertThat(alarms.waiting()).isEqualTo(1);
    }

    @Test
    void whenTheNewsOfConfirmationPaymentAndCancellationComeTwice_thenNothingElseIsLeft() {
        confirmed();
        handle();
        assertThat(alarms.waiting()).isEqualTo(1);
        aggregates.send(new RecordPayment(ORDER, PAYMENT, Money.of("10.00", "GBP")));
        handle();
        handle();
        assertThat(alarms.waiting()).isZero();
        aggregates.send(new CancelOrder(ORDER, Cancellation.notPaidInTime()));
        deadlines.on(new OrderCancelled(ORDER, Cancellation.notPaidInTime()));
        deadlines.on(new OrderCancelled(ORDER, Cancellation.notPaidInTime()));
        assertThat(alarms.waiting()).isZero();
    }

    private void confirmed() {
        aggregates.send(new ConfirmOrder(ORDER));
        handle();
    }

    /** The last event, as its processor has it. */
    private void handle() {
        Object last = aggregates.events().get(aggregates.events().size() - 1);
        if (last instanceof OrderPlaced placed) {
            deadlines.on(placed, at(placed));
        } else if (last instanceof OrderConfirmed confirmed) {
            deadlines.on(confirmed, at(confirmed));
        } else if (last instanceof PaymentReceived received) {
            deadlines.on(received);
        } else if (last instanceof OrderCancelled cancelled) {
            deadlines.on(cancelled);
        }
    }

    private <T> EventMessage<T> at(T payload) {
        EventMessage<T> event = new GenericEventMessage<>(payload);
        return new GenericEventMessage<>(event.getIdentifier(), payload, event.getMetaData(), alarms.now());
    }

    private List<Cancellation> cancellations() {
        return aggregates.events().stream()
                .filter(OrderCancelled.class::isInstance)
                .map(event -> ((OrderCancelled) event).cancellation())
                .toList();
    }
}
