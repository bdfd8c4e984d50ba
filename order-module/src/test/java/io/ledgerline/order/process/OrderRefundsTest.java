package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.PaymentAggregates;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The steps between what an order owes and its payments, at real aggregates.
 *
 * <pre>
 * on             | happy path | compensation               | deadline                | duplicate | late
 * RefundStarted  | requested  | refused → the order knows  | see PaymentExecution    | twice     | when all has gone back by hand
 * PaymentRefunded| recorded   | more is owed → the rest    | —                       | twice     | by hand, on its way when cancelled
 * RefundFailed   | still owed | — is one                   | is one (no_answer)      | twice     | after another went back
 * </pre>
 */
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
                        PAYMENT,
                        "75",
                        started.refundId(),
                        TEN,
                        new ProviderCharge("sandbox", "charge-1"),
                        Reason.of(Cancellation.BY_REQUEST)))
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
    void givenAllHasGoneBackByHand_whenTheRefundIsStartedLate_thenTheOrderKnowsThatItIsRefused() {
        cancelled();
        RefundStarted started = last(RefundStarted.class);
        aggregates.send(new RequestRefund(PAYMENT, BY_HAND, TEN, "broken"));
        handle(started);
        assertThat(aggregates.events())
                .endsWith(new io.ledgerline.order.api.OrderEvent.RefundFailed(
                        ORDER, PAYMENT, started.refundId(), TEN, "refund_exceeds_captured"));
        aggregates.send(new CompleteRefund(PAYMENT, BY_HAND, "back-1"));
        handle(last(PaymentRefunded.class));
        assertThat(last(RefundRecorded.class).outstanding()).isEqualTo(gbp("0"));
        assertThat(last(RefundStarted.class)).isEqualTo(started);
    }

    @Test
    void whenTheSameFailureIsToldTwice_alsoAfterTheMoneyWentBackOtherwise_thenNothingMoreHappens() {
        cancelled();
        RefundStarted started = last(RefundStarted.class);
        handle(started);
        aggregates.send(new FailRefund(PAYMENT, started.refundId(), "no_answer"));
        PaymentEvent.RefundFailed failed = last(PaymentEvent.RefundFailed.class);
        handle(failed);
        int before = aggregates.events().size();
        handle(failed);
        assertThat(aggregates.events()).hasSize(before);
        aggregates.send(new RequestRefund(PAYMENT, BY_HAND, TEN, "again"));
        aggregates.send(new CompleteRefund(PAYMENT, BY_HAND, "back-1"));
        handle(last(PaymentRefunded.class));
        RefundRecorded recorded = last(RefundRecorded.class);
        assertThat(recorded.outstanding()).isEqualTo(gbp("0"));
        handle(failed);
        assertThat(aggregates.events()).endsWith(recorded);
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

    @Test
    @SuppressWarnings("unchecked")
    void whatAnImportHasBegun_thenIsCompletedInItsNameAtItsTime_andOnlyOnce() {
        OrderId order = new OrderId("500");
        PaymentId payment = new PaymentId("import-500");
        Map<String, String> metadata = Map.of(
                MessageMetadata.WHO, "import:1",
                MessageMetadata.EFFECTIVE_AT, "2010-12-02T09:00:00Z",
                MessageMetadata.COMMAND_ID, "import:1/C900/500");
        Map<String, String> invoiced = Map.of(MessageMetadata.EFFECTIVE_AT, "2010-12-01T08:26:00Z");
        aggregates.send(
                new ImportOrder(
                        order,
                        new CustomerId("17850"),
                        List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), gbp("5.00"))),
                        List.of(),
                        null,
                        payment),
                invoiced);
        aggregates.send(new ImportPayment(payment, "500", TEN, "import", "500"), invoiced);
        aggregates.send(
                new ImportCreditNote(
                        order,
                        "C900",
                        List.of(new Pieces(new Sku("85123A"), Quantity.of(1))),
                        List.of(),
                        payment,
                        BY_HAND,
                        gbp("5.00")),
                metadata);
        RefundStarted started = last(RefundStarted.class);
        refunds.on(started, new GenericEventMessage<>(started, metadata));
        refunds.on(started, new GenericEventMessage<>(started, metadata));
        DomainEventMessage<?> refunded = aggregates.log().get(aggregates.log().size() - 1);
        refunds.on((PaymentRefunded) refunded.getPayload(), (EventMessage<PaymentRefunded>) refunded);
        DomainEventMessage<?> recorded = aggregates.log().get(aggregates.log().size() - 1);

        assertThat(refunded.getPayload())
                .isEqualTo(new PaymentRefunded(payment, "500", BY_HAND, gbp("5.00"), BY_HAND.value()));
        assertThat(recorded.getPayload())
                .isEqualTo(new RefundRecorded(order, payment, BY_HAND, gbp("5.00"), gbp("0"), gbp("0")));
        assertThat(List.of(refunded, recorded))
                .allSatisfy(event -> assertThat(event.getMetaData())
                        .containsEntry(MessageMetadata.WHO, "import:1")
                        .containsEntry(MessageMetadata.EFFECTIVE_AT, "2010-12-02T09:00:00Z"));
        assertThat(recorded.getMetaData())
                .containsEntry(MessageMetadata.COMMAND_ID, "import:1/C900/500/request-refund/record-refund");
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
