package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.PaymentAggregates;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.FailPayment;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The steps between an order and its payments, at real aggregates.
 *
 * <pre>
 * on              | happy path | compensation                  | deadline            | duplicate | late
 * PaymentStarted  | requested  | refused → the order knows     | see PaymentExecution| twice     | after the cancellation
 * PaymentCaptured | recorded   | not wanted any more → refund  | after it has passed | twice     | after delivery; after another payment
 * PaymentDeclined | recorded   | can be paid again             | —                   | twice     | after the cancellation
 * PaymentFailed   | recorded   | can be paid again             | is one              | twice     | after the money came after all
 * </pre>
 */
class OrderPaymentsTest {

    private static final OrderId ORDER = new OrderId("75");
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final PaymentId SECOND = new PaymentId("pay-2");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final Money TEN = Money.of("10.00", "GBP");
    private static final Money NOTHING = Money.of("0", "GBP");
    private static final Cancellation WITHDRAWN = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());

    private static final PaymentRequested REQUESTED = new PaymentRequested(PAYMENT, "75", TEN, "sandbox", CARD);
    private static final PaymentCaptured CAPTURED = new PaymentCaptured(PAYMENT, "75", TEN, "charge-1");
    private static final PaymentDeclined DECLINED = new PaymentDeclined(PAYMENT, "75", TEN, "charge-1", "no money");
    private static final PaymentEvent.PaymentFailed NO_ANSWER =
            new PaymentEvent.PaymentFailed(PAYMENT, "75", TEN, "no_answer");

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(
            List.of(OrderAggregates.type(), PaymentAggregates.type()), PaymentAggregates.settings());
    private final AnnotationEventHandlerAdapter payments = new AnnotationEventHandlerAdapter(
            new OrderPayments(new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5))));

    @BeforeEach
    void anOrderIsConfirmed() {
        aggregates.send(new PlaceOrder(
                ORDER,
                new CustomerId("17850"),
                null,
                new Encrypted("address"),
                List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), Money.of("5.00", "GBP"))),
                List.of()));
        aggregates.send(new ConfirmOrder(ORDER));
    }

    @Test
    void whenAPaymentStarts_thenItIsRequestedForTheOrder() throws Exception {
        handle(started(PAYMENT));
        assertThat(aggregates.events()).endsWith(REQUESTED);
    }

    @Test
    void givenItWasRequested_whenTheSameNewsComesAgain_thenNothingHappens() throws Exception {
        PaymentStarted started = started(PAYMENT);
        handle(started);
        nothingComesOf(started);
    }

    @Test
    void givenTheOrderIsCancelled_whenThePaymentStartsLate_thenItIsRequestedAllTheSame() throws Exception {
        PaymentStarted started = started(PAYMENT);
        aggregates.send(new CancelOrder(ORDER, WITHDRAWN));
        handle(started);
        assertThat(aggregates.events()).endsWith(REQUESTED);
    }

    @Test
    void givenThePaymentIsAnotherOrders_whenItStarts_thenThisOrderKnowsAndCanBePaidAnew() throws Exception {
        aggregates.send(new RequestPayment(PAYMENT, "76", TEN, CARD));
        handle(started(PAYMENT));
        assertThat(aggregates.events()).endsWith(failed("payment_exists"));
        assertThat(start(SECOND)).isEmpty();
    }

    @Test
    void whenThePaymentIsCaptured_thenTheOrderKnows() throws Exception {
        handle(started(PAYMENT));
        handle(capture());
        assertThat(aggregates.events()).endsWith(new PaymentReceived(ORDER, PAYMENT, TEN, NOTHING));
    }

    @Test
    void givenItWasReceived_whenTheSameNewsComesAgain_thenItCountsOnce() throws Exception {
        handle(started(PAYMENT));
        handle(capture());
        nothingComesOf(CAPTURED);
    }

    @Test
    void givenCancelled_whenTheMoneyComes_thenItIsNotLostAndGoesBack() throws Exception {
        handle(started(PAYMENT));
        aggregates.send(new CancelOrder(ORDER, WITHDRAWN));
        handle(capture());
        refunded("order_cancelled");
    }

    @Test
    void givenThePaymentDeadlineHasPassed_whenTheMoneyComes_thenItIsNotLostAndGoesBack() throws Exception {
        handle(started(PAYMENT));
        aggregates.send(new ExpireOrder(ORDER, Cancellation.notPaidInTime()));
        handle(capture());
        refunded("order_cancelled");
    }

    @Test
    void givenNobodyAnsweredAndAnotherPaymentCame_whenTheMoneyComesAfterTheDelivery_thenItGoesBack() throws Exception {
        handle(started(PAYMENT));
        handle(fail());
        handle(started(SECOND));
        aggregates.send(new CapturePayment(SECOND, "charge-2"));
        handle(new PaymentCaptured(SECOND, "75", TEN, "charge-2"));
        aggregates.send(new ShipOrder(ORDER, "s1", List.of(), null, null));
        aggregates.send(new DeliverOrder(ORDER));
        handle(capture());
        refunded("paid_too_much");
    }

    @Test
    void whenThePaymentIsDeclined_thenTheOrderKnowsAndCanBePaidAgain() throws Exception {
        handle(started(PAYMENT));
        handle(decline());
        assertThat(aggregates.events()).endsWith(failed("no money"));
        assertThat(start(SECOND)).isEmpty();
    }

    @Test
    void givenItWasDeclined_whenTheSameNewsComesAgain_thenNothingHappens() throws Exception {
        handle(started(PAYMENT));
        handle(decline());
        nothingComesOf(DECLINED);
    }

    @Test
    void givenCancelled_whenThePaymentIsDeclined_thenTheOrderKnowsAndNothingGoesBack() throws Exception {
        handle(started(PAYMENT));
        aggregates.send(new CancelOrder(ORDER, WITHDRAWN));
        handle(decline());
        assertThat(aggregates.events()).endsWith(failed("no money"));
    }

    @Test
    void whenNobodyAnswersInTime_thenTheOrderKnowsAndCanBePaidAgain() throws Exception {
        handle(started(PAYMENT));
        handle(fail());
        assertThat(aggregates.events()).endsWith(failed("no_answer"));
        assertThat(start(SECOND)).isEmpty();
    }

    @Test
    void givenItFailed_whenTheSameNewsComesAgain_thenNothingHappens() throws Exception {
        handle(started(PAYMENT));
        handle(fail());
        nothingComesOf(NO_ANSWER);
    }

    @Test
    void givenTheMoneyCameAfterAll_whenTheFailureIsToldLate_thenTheMoneyStays() throws Exception {
        handle(started(PAYMENT));
        fail();
        handle(capture());
        nothingComesOf(NO_ANSWER);
    }

    @Test
    void whenMoneyForSomethingElseIsCaptured_thenNobodyHasToKnow() throws Exception {
        nothingComesOf(new PaymentCaptured(PAYMENT, "nothing-of-ours", TEN, "charge-1"));
        nothingComesOf(new PaymentDeclined(PAYMENT, "nothing-of-ours", TEN, "charge-1", "no money"));
        nothingComesOf(new PaymentEvent.PaymentFailed(PAYMENT, "nothing-of-ours", TEN, "no_answer"));
    }

    @Test
    void whenAnImportedPaymentIsTold_thenItsOrderKnowsItAlready() throws Exception {
        aggregates.send(new ImportOrder(
                new OrderId("536365"),
                new CustomerId("17850"),
                List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), Money.of("5.00", "GBP"))),
                List.of(),
                null,
                PAYMENT));
        aggregates.send(new ImportPayment(PAYMENT, "536365", TEN, "import", "536365"));
        nothingComesOf(new PaymentCaptured(PAYMENT, "536365", TEN, "536365"));
    }

    private PaymentStarted started(PaymentId id) {
        assertThat(start(id)).isEmpty();
        return new PaymentStarted(ORDER, id, TEN, CARD);
    }

    private Optional<Refusal> start(PaymentId id) {
        return aggregates.send(new StartPayment(ORDER, id, null, CARD));
    }

    private PaymentCaptured capture() {
        aggregates.send(new CapturePayment(PAYMENT, "charge-1"));
        return CAPTURED;
    }

    private PaymentDeclined decline() {
        aggregates.send(new DeclinePayment(PAYMENT, "charge-1", "no money"));
        return DECLINED;
    }

    private PaymentEvent.PaymentFailed fail() {
        aggregates.send(new FailPayment(PAYMENT, "no_answer"));
        return NO_ANSWER;
    }

    private void handle(Object event) throws Exception {
        payments.handle(new GenericEventMessage<>(event));
    }

    private void nothingComesOf(Object event) throws Exception {
        int before = aggregates.events().size();
        handle(event);
        assertThat(aggregates.events()).hasSize(before);
    }

    private void refunded(String reason) {
        assertThat(aggregates.events())
                .filteredOn(PaymentReceived.class::isInstance)
                .extracting("paymentId")
                .contains(PAYMENT);
        assertThat(aggregates.events().get(aggregates.events().size() - 1))
                .isInstanceOfSatisfying(RefundStarted.class, refund -> {
                    assertThat(refund.paymentId()).isEqualTo(PAYMENT);
                    assertThat(refund.amount()).isEqualTo(TEN);
                    assertThat(refund.reason()).isEqualTo(reason);
                });
    }

    private static OrderEvent.PaymentFailed failed(String reason) {
        return new OrderEvent.PaymentFailed(ORDER, PAYMENT, TEN, reason);
    }
}
