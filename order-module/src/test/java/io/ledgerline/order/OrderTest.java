package io.ledgerline.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.GoldenState;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.kernel.testing.RejectionWith;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.Recall;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final OrderId ID = new OrderId("75");
    private static final CustomerId CUSTOMER = new CustomerId("17850");
    private static final Encrypted ADDRESS = new Encrypted("address");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final PaymentId FIRST = new PaymentId("pay-1");
    private static final PaymentId SECOND = new PaymentId("pay-2");
    private static final OrderLine HEARTS = line("85123A", 6, "2.55");
    private static final OrderLine LANTERNS = line("71053", 2, "3.39");
    private static final Charge POSTAGE = new Charge("POST", "Postage", gbp("3.00"));
    private static final PlaceOrder PLACE = place(List.of(HEARTS, LANTERNS), List.of(POSTAGE));
    private static final OrderPlaced PLACED =
            new OrderPlaced(ID, CUSTOMER, null, ADDRESS, List.of(HEARTS, LANTERNS), List.of(POSTAGE), gbp("25.08"));
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed(ID);
    private static final Cancellation WITHDRAWN = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());
    private static final Cancellation SOLD_OUT =
            new Cancellation(Cancellation.INSUFFICIENT_STOCK, "Sold out", List.of());

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    @BeforeEach
    void eventsCarryTheIdOfTheirCommand() {
        order.registerCommandHandlerInterceptor(
                new CorrelationDataInterceptor<>(new SimpleCorrelationDataProvider(MessageMetadata.COMMAND_ID)));
    }

    @Nested
    class Placing {

        @Test
        void givenNothing_whenPlaced_thenItIsForLinesAndCharges() {
            order.givenNoPriorActivity().when(PLACE).expectEvents(PLACED).expectResultMessagePayload(0L);
        }

        @Test
        void givenPlaced_whenTheSameCommandComesAgain_thenItIsAnsweredAsThen() {
            Map<String, ?> metadata = Map.of(MessageMetadata.COMMAND_ID, "a");
            order.givenCommands(new GenericCommandMessage<>(PLACE, metadata), new ConfirmOrder(ID))
                    .when(PLACE, metadata)
                    .expectNoEvents()
                    .expectResultMessagePayload(0L);
        }

        @Test
        void givenPlaced_whenItsCommandIsRecalled_thenItIsAnsweredAsThen() {
            Map<String, ?> metadata = Map.of(MessageMetadata.COMMAND_ID, "a");
            order.givenCommands(new GenericCommandMessage<>(PLACE, metadata), new ConfirmOrder(ID))
                    .when(new Recall(ID), metadata)
                    .expectNoEvents()
                    .expectResultMessagePayload(0L);
        }

        @Test
        void givenPlaced_whenAnotherCommandIsRecalled_thenThereIsNone() {
            order.given(PLACED)
                    .when(new Recall(ID), Map.of(MessageMetadata.COMMAND_ID, "b"))
                    .expectNoEvents()
                    .expectException(OrderRejection.NothingToRecall.class);
        }

        @Test
        void givenPlaced_whenPlacedOnceMore_thenOrderExists() {
            order.given(PLACED).when(PLACE).expectNoEvents().expectException(OrderRejection.OrderExists.class);
        }

        @Test
        void whenThereAreNoLines_thenRefused() {
            order.givenNoPriorActivity()
                    .when(place(List.of(), List.of(POSTAGE)))
                    .expectNoEvents()
                    .expectException(OrderRejection.NoLines.class);
        }

        @Test
        void whenTwoLinesAreForOneSku_thenRefused() {
            order.givenNoPriorActivity()
                    .when(place(List.of(HEARTS, HEARTS), List.of()))
                    .expectNoEvents()
                    .expectException(OrderRejection.LineTwice.class);
        }

        @Test
        void whenPricesAreInTwoCurrencies_thenRefused() {
            OrderLine euros = new OrderLine(new Sku("22423"), "Stand", Quantity.of(1), Money.of("12.75", "EUR"));
            order.givenNoPriorActivity()
                    .when(place(List.of(HEARTS, euros), List.of()))
                    .expectNoEvents()
                    .expectException(OrderRejection.CurrencyMismatch.class);
        }

        @Test
        void whenAChargeIsInAnotherCurrency_thenRefused() {
            order.givenNoPriorActivity()
                    .when(place(List.of(HEARTS), List.of(new Charge("POST", "Postage", Money.of("3", "EUR")))))
                    .expectNoEvents()
                    .expectException(OrderRejection.CurrencyMismatch.class);
        }

        @Test
        void whenAnAmountIsNegative_thenRefused() {
            order.givenNoPriorActivity()
                    .when(place(List.of(HEARTS), List.of(new Charge("GIFT", "Gift", gbp("-1.00")))))
                    .expectNoEvents()
                    .expectException(OrderRejection.NegativeAmount.class);
        }

        @Test
        void whenItIsWorthMoreThanMoneyCanHold_thenRefused() {
            order.givenNoPriorActivity()
                    .when(place(List.of(line("85123A", Quantity.MAX, "999999999999.99")), List.of()))
                    .expectNoEvents()
                    .expectException(OrderRejection.TotalTooLarge.class);
        }
    }

    @Nested
    class Confirming {

        @Test
        void givenPending_whenConfirmed_thenItIs() {
            order.given(PLACED).when(new ConfirmOrder(ID)).expectEvents(CONFIRMED);
        }

        @Test
        void givenConfirmed_whenConfirmedAgain_thenNothingHappens() {
            order.given(PLACED, CONFIRMED).when(new ConfirmOrder(ID)).expectNoEvents();
        }

        @Test
        void givenCancelled_whenConfirmed_thenRefused() {
            order.given(PLACED, new OrderCancelled(ID, WITHDRAWN))
                    .when(new ConfirmOrder(ID))
                    .expectNoEvents()
                    .expectException(OrderRejection.Cancelled.class);
        }

        @Test
        void givenNothing_whenConfirmed_thenThereIsNoSuchOrder() {
            order.givenNoPriorActivity().when(new ConfirmOrder(ID)).expectException(AggregateNotFoundException.class);
        }
    }

    @Nested
    class Refusing {

        @Test
        void givenPending_whenRefused_thenCancelled() {
            order.given(PLACED).when(new RefuseOrder(ID, SOLD_OUT)).expectEvents(new OrderCancelled(ID, SOLD_OUT));
        }

        @Test
        void givenConfirmed_whenRefusedLate_thenItKeepsWhatItWasPromised() {
            order.given(PLACED, CONFIRMED)
                    .when(new RefuseOrder(ID, SOLD_OUT))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyConfirmed.class);
        }

        @Test
        void givenCancelledByRequest_whenRefused_thenNothingHappens() {
            order.given(PLACED, new OrderCancelled(ID, WITHDRAWN))
                    .when(new RefuseOrder(ID, SOLD_OUT))
                    .expectNoEvents();
        }
    }

    @Nested
    class Cancelling {

        @Test
        void givenPending_whenCancelled_thenItIs() {
            order.given(PLACED).when(new CancelOrder(ID, WITHDRAWN)).expectEvents(new OrderCancelled(ID, WITHDRAWN));
        }

        @Test
        void givenPaid_whenCancelled_thenItIs() {
            order.given(PLACED, CONFIRMED, started(FIRST, "25.08"), received(FIRST, "25.08", "0"))
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectEvents(
                            new OrderCancelled(ID, WITHDRAWN),
                            OrderRefundingTest.refundStarted(0, FIRST, "25.08", Cancellation.BY_REQUEST));
        }

        @Test
        void givenCancelled_whenCancelledAgainInTheSameWords_thenRefused() {
            order.given(PLACED, new OrderCancelled(ID, WITHDRAWN))
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectNoEvents()
                    .expectException(OrderRejection.Cancelled.class);
        }

        @Test
        void givenCancelled_whenCancelledForAnotherReason_thenRefused() {
            order.given(PLACED, new OrderCancelled(ID, SOLD_OUT))
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectNoEvents()
                    .expectException(OrderRejection.Cancelled.class);
        }

        @Test
        void givenDelivered_whenCancelled_thenRefused() {
            order.givenCommands(importing(FIRST))
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyShipped.class);
        }
    }

    @Nested
    class Paying {

        @Test
        void givenConfirmed_whenPaymentStarts_thenItIsForAllThatIsOutstanding() {
            order.given(PLACED, CONFIRMED).when(start(FIRST, null)).expectEvents(started(FIRST, "25.08"));
        }

        @Test
        void givenConfirmed_whenPartIsPaid_thenThePaymentIsForThat() {
            order.given(PLACED, CONFIRMED).when(start(FIRST, "5.00")).expectEvents(started(FIRST, "5.00"));
        }

        @Test
        void givenPartIsBeingPaid_whenAnotherPaymentStarts_thenItIsForTheRest() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"))
                    .when(start(SECOND, null))
                    .expectEvents(started(SECOND, "20.08"));
        }

        @Test
        void givenPartIsBeingPaid_whenMoreThanTheRestIsPaid_thenRefused() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"))
                    .when(start(SECOND, "20.09"))
                    .expectNoEvents()
                    .expectException(OrderRejection.ExceedsOutstanding.class)
                    .expectException(RejectionWith.details(Map.of("payable", "20.08")));
        }

        @Test
        void givenAllIsBeingPaid_whenAnotherPaymentStarts_thenRefused() {
            order.given(PLACED, CONFIRMED, started(FIRST, "25.08"))
                    .when(start(SECOND, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.ExceedsOutstanding.class);
        }

        @Test
        void whenNothingIsPaid_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(start(FIRST, "0"))
                    .expectNoEvents()
                    .expectException(OrderRejection.NothingToPay.class);
        }

        @Test
        void whenPaidInAnotherCurrency_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new StartPayment(ID, FIRST, Money.of("5", "EUR"), CARD))
                    .expectNoEvents()
                    .expectException(OrderRejection.CurrencyMismatch.class);
        }

        @Test
        void givenPending_whenPaymentStarts_thenRefused() {
            order.given(PLACED)
                    .when(start(FIRST, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.NotConfirmed.class);
        }

        @Test
        void givenCancelled_whenPaymentStarts_thenRefused() {
            order.given(PLACED, new OrderCancelled(ID, WITHDRAWN))
                    .when(start(FIRST, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.Cancelled.class);
        }

        @Test
        void givenPaid_whenPaymentStarts_thenRefused() {
            order.given(PLACED, CONFIRMED, started(FIRST, "25.08"), received(FIRST, "25.08", "0"))
                    .when(start(SECOND, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyPaid.class);
        }

        @Test
        void givenThePaymentIsUnderWay_whenItStartsOnceMore_thenPaymentExists() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"))
                    .when(start(FIRST, "5.00"))
                    .expectNoEvents()
                    .expectException(OrderRejection.PaymentExists.class);
        }

        @Test
        void givenUnderWay_whenTheMoneyComes_thenLessIsOutstanding() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"))
                    .when(new RecordPayment(ID, FIRST, gbp("5.00")))
                    .expectEvents(received(FIRST, "5.00", "20.08"));
        }

        @Test
        void givenReceived_whenTheSameMoneyIsReportedAgain_thenItCountsOnce() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"), received(FIRST, "5.00", "20.08"))
                    .when(new RecordPayment(ID, FIRST, gbp("5.00")))
                    .expectNoEvents();
        }

        @Test
        void givenCancelledMeanwhile_whenTheMoneyComes_thenItGoesBackAtOnce() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"), new OrderCancelled(ID, WITHDRAWN))
                    .when(new RecordPayment(ID, FIRST, gbp("5.00")))
                    .expectEvents(
                            received(FIRST, "5.00", "-5.00"),
                            OrderRefundingTest.refundStarted(0, FIRST, "5.00", "order_cancelled"));
        }

        @Test
        void givenUnderWay_whenItFails_thenTheMoneyIsOutstandingAgain() {
            order.given(PLACED, CONFIRMED, started(FIRST, "25.08"))
                    .when(new RecordFailedPayment(ID, FIRST, "card_declined"))
                    .expectEvents(new PaymentFailed(ID, FIRST, gbp("25.08"), "card_declined"));
        }

        @Test
        void givenFailed_whenAnotherPaymentStarts_thenItIsForAllOfIt() {
            order.given(
                            PLACED,
                            CONFIRMED,
                            started(FIRST, "25.08"),
                            new PaymentFailed(ID, FIRST, gbp("25.08"), "card_declined"))
                    .when(start(SECOND, null))
                    .expectEvents(started(SECOND, "25.08"));
        }

        @Test
        void givenFailed_whenItFailsAgain_thenNothingHappens() {
            order.given(
                            PLACED,
                            CONFIRMED,
                            started(FIRST, "25.08"),
                            new PaymentFailed(ID, FIRST, gbp("25.08"), "card_declined"))
                    .when(new RecordFailedPayment(ID, FIRST, "card_declined"))
                    .expectNoEvents();
        }

        @Test
        void givenReceived_whenALateFailureComes_thenNothingHappens() {
            order.given(PLACED, CONFIRMED, started(FIRST, "5.00"), received(FIRST, "5.00", "20.08"))
                    .when(new RecordFailedPayment(ID, FIRST, "card_declined"))
                    .expectNoEvents();
        }

        @Test
        void givenFailed_whenTheMoneyComesAfterAll_thenItCounts() {
            order.given(
                            PLACED,
                            CONFIRMED,
                            started(FIRST, "25.08"),
                            new PaymentFailed(ID, FIRST, gbp("25.08"), "no answer"))
                    .when(new RecordPayment(ID, FIRST, gbp("25.08")))
                    .expectEvents(received(FIRST, "25.08", "0"));
        }

        @Test
        void givenAnOrderForNothing_whenConfirmed_thenThereIsNothingToPay() {
            order.givenCommands(place(List.of(line("85123A", 1, "0")), List.of()), new ConfirmOrder(ID))
                    .when(start(FIRST, null))
                    .expectException(OrderRejection.AlreadyPaid.class);
        }
    }

    @Nested
    class Importing {

        @Test
        void givenNothing_whenImported_thenItIsDeliveredAndPaid() {
            order.givenNoPriorActivity()
                    .when(importing(FIRST))
                    .expectEvents(new OrderImported(
                            ID, CUSTOMER, List.of(HEARTS, HEARTS), List.of(), gbp("30.60"), "France", FIRST));
        }

        @Test
        void givenImported_whenImportedOnceMore_thenOrderExists() {
            order.givenCommands(importing(FIRST))
                    .when(importing(FIRST))
                    .expectNoEvents()
                    .expectException(OrderRejection.OrderExists.class);
        }

        @Test
        void givenImported_whenPaymentStarts_thenItIsPaid() {
            order.givenCommands(importing(FIRST))
                    .when(start(SECOND, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyPaid.class);
        }

        @Test
        void givenImported_whenItsPaymentIsReported_thenItCountsOnce() {
            order.givenCommands(importing(FIRST))
                    .when(new RecordPayment(ID, FIRST, gbp("30.60")))
                    .expectNoEvents();
        }

        @Test
        void whenThereIsNothingOnIt_thenRefused() {
            order.givenNoPriorActivity()
                    .when(new ImportOrder(ID, CUSTOMER, List.of(), List.of(), null, null))
                    .expectNoEvents()
                    .expectException(OrderRejection.NoLines.class);
        }
    }

    @Test
    void stateOfThisRevisionHasThisShape() {
        GoldenState.matches(Order.class);
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        order.given(PLACED, CONFIRMED, started(FIRST, "5.00"), received(FIRST, "5.00", "20.08"), started(SECOND, "1"))
                .when(new CancelOrder(ID, SOLD_OUT))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    private static PlaceOrder place(List<OrderLine> lines, List<Charge> charges) {
        return new PlaceOrder(ID, CUSTOMER, null, ADDRESS, lines, charges);
    }

    private static ImportOrder importing(PaymentId payment) {
        return new ImportOrder(ID, CUSTOMER, List.of(HEARTS, HEARTS), List.of(), "France", payment);
    }

    private static StartPayment start(PaymentId id, @Nullable String amount) {
        return new StartPayment(ID, id, amount == null ? null : gbp(amount), CARD);
    }

    private static PaymentStarted started(PaymentId id, String amount) {
        return new PaymentStarted(ID, id, gbp(amount), CARD);
    }

    private static PaymentReceived received(PaymentId id, String amount, String outstanding) {
        return new PaymentReceived(ID, id, gbp(amount), gbp(outstanding));
    }

    private static OrderLine line(String sku, int quantity, String price) {
        return new OrderLine(new Sku(sku), "Something", Quantity.of(quantity), gbp(price));
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
