package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.PaymentAggregates;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderRefundsTest {

    private static final OrderId ORDER = new OrderId("75");
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final RefundId BY_HAND = new RefundId("by-hand");
    private static final Money TEN = gbp("10.00");

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(
            List.of(OrderAggregates.type(), PaymentAggregates.type()), PaymentAggregates.settings());
    private final OrderRefunds refunds =
            new OrderRefunds(new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5)));

    @BeforeEach
    void anOrderIsPaid() {
        aggregates.send(new PlaceOrder(
                ORDER,
                new CustomerId("17850"),
                null,
                new Encrypted("address"),
                List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), gbp("5.00"))),
                List.of()));
        aggregates.send(new ConfirmOrder(ORDER));
        aggregates.send(new RequestPayment(PAYMENT, "75", TEN, new PaymentMethod("card", "tok_ok")));
        aggregates.send(new CapturePayment(PAYMENT, "charge-1"));
        aggregates.send(new RecordPayment(ORDER, PAYMENT, TEN));
    }

    @Test
    void whenTheOrderIsCancelled_thenTheRefundIsRequestedAndRecordedOnce() {
        cancelled();
        RefundStarted started = last(RefundStarted.class);
        handle(started);
        handle(started);
        aggregates.send(new CompleteRefund(PAYMENT, started.refundId(), "back-1"));
        PaymentRefunded refunded = last(PaymentRefunded.class);
        handle(refunded);
        handle(refunded);

        assertThat(aggregates.events())
                .containsOnlyOnce(new RefundRequested(
                        PAYMENT, "75", started.refundId(), TEN, "sandbox", "charge-1", Cancellation.BY_REQUEST))
                .endsWith(new RefundRecorded(ORDER, PAYMENT, started.refundId(), TEN, gbp("0"), gbp("0")));
        assertThat(aggregates.events())
                .filteredOn(RefundRecorded.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whenTheProviderCantGiveItBack_thenTheOrderKnowsThatItIsStillOwed() {
        cancelled();
        RefundStarted started = last(RefundStarted.class);
        handle(started);
        aggregates.send(new FailRefund(PAYMENT, started.refundId(), "card_closed"));
        handle(last(PaymentEvent.RefundFailed.class));
        assertThat(aggregates.events())
                .endsWith(new io.ledgerline.order.api.OrderEvent.RefundFailed(
                        ORDER, PAYMENT, started.refundId(), TEN, "card_closed"));
    }

    @Test
    void givenARefundByHandIsUnderWay_whenTheOrderIsCancelled_thenAllGoesBackAndNothingTwice() {
        aggregates.send(new RequestRefund(PAYMENT, BY_HAND, gbp("4.00"), "broken"));
        cancelled();
        handle(last(RefundStarted.class));
        aggregates.send(new CompleteRefund(PAYMENT, BY_HAND, "back-1"));
        handle(last(PaymentRefunded.class));
        RefundStarted rest = last(RefundStarted.class);
        assertThat(rest.amount()).isEqualTo(gbp("6.00"));
        handle(rest);
        aggregates.send(new CompleteRefund(PAYMENT, rest.refundId(), "back-2"));
        handle(last(PaymentRefunded.class));
        assertThat(last(RefundRecorded.class).outstanding()).isEqualTo(gbp("0"));
    }

    @Test
    void whenMoneyOfNoOrderGoesBack_thenNobodyHasToKnow() {
        PaymentRefunded foreign = new PaymentRefunded(PAYMENT, "nothing-of-ours", BY_HAND, TEN, "back-1");
        int before = aggregates.events().size();
        handle(foreign);
        assertThat(aggregates.events()).hasSize(before);
    }

    private void cancelled() {
        aggregates.send(
                new CancelOrder(ORDER, new Cancellation(Cancellation.BY_REQUEST, "Changed my mind", List.of())));
    }

    private void handle(RefundStarted started) {
        EventMessage<RefundStarted> event = new GenericEventMessage<>(started);
        refunds.on(started, event);
    }

    private void handle(PaymentRefunded refunded) {
        EventMessage<PaymentRefunded> event = new GenericEventMessage<>(refunded);
        refunds.on(refunded, event);
    }

    private void handle(PaymentEvent.RefundFailed failed) {
        EventMessage<PaymentEvent.RefundFailed> event = new GenericEventMessage<>(failed);
        refunds.on(failed, event);
    }

    private <T> T last(Class<T> type) {
        List<Object> events = aggregates.events();
        for (int i = events.size() - 1; i >= 0; i--) {
            if (type.isInstance(events.get(i))) {
                return type.cast(events.get(i));
            }
        }
        throw new AssertionError("There is no " + type.getSimpleName());
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
