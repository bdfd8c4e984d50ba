package io.ledgerline.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.kernel.testing.RejectionWith;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Changes of what is on an order that is open. */
class OrderChangesTest {

    private static final OrderId ID = new OrderId("75");
    private static final CustomerId CUSTOMER = new CustomerId("17850");
    private static final Encrypted ADDRESS = new Encrypted("address");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final Sku TEAPOT = new Sku("22423");
    private static final Quantity FIVE = Quantity.of(5);
    private static final Quantity SIX = Quantity.of(6);
    private static final OrderLine HEARTS = new OrderLine(HEART, "Heart", FIVE, gbp("2.00"));
    private static final OrderLine LANTERNS = new OrderLine(LANTERN, "Lantern", Quantity.of(1), gbp("3.00"));
    private static final OrderLine TEAPOTS = new OrderLine(TEAPOT, "Teapot", Quantity.of(2), gbp("7.00"));
    private static final OrderPlaced PLACED =
            new OrderPlaced(ID, CUSTOMER, null, ADDRESS, List.of(HEARTS, LANTERNS), List.of(), gbp("13.00"));
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed(ID);
    private static final ItemAdded TEAPOTS_ADDED =
            new ItemAdded(ID, TEAPOT, "Teapot", Quantity.of(2), gbp("7.00"), gbp("27.00"));
    private static final QuantityChanged FIVE_TO_SIX =
            new QuantityChanged(ID, HEART, "Heart", FIVE, SIX, gbp("2.00"), gbp("15.00"));
    private static final ItemRemoved LANTERN_REMOVED =
            new ItemRemoved(ID, LANTERN, "Lantern", Quantity.of(1), gbp("3.00"), gbp("10.00"));
    private static final ChangeQuantity TO_SIX = new ChangeQuantity(ID, HEART, SIX);
    private static final Cancellation WITHDRAWN = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    @BeforeEach
    void eventsCarryTheIdOfTheirCommand() {
        order.registerCommandHandlerInterceptor(
                new CorrelationDataInterceptor<>(new SimpleCorrelationDataProvider(MessageMetadata.COMMAND_ID)));
    }

    @Nested
    class Adding {

        @Test
        void givenOpen_whenAnItemIsAdded_thenItIsOnTheOrderAtItsPrice() {
            order.given(PLACED, CONFIRMED).when(new AddItem(ID, TEAPOTS)).expectEvents(TEAPOTS_ADDED);
        }

        @Test
        void givenItIsOnTheOrder_whenMoreIsAddedAtTheSamePrice_thenItsQuantityIsTheSum() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(HEART, "Heart", Quantity.of(1), gbp("2.00"))))
                    .expectEvents(FIVE_TO_SIX);
        }

        @Test
        void givenItIsOnTheOrder_whenMoreIsAddedAtAnotherPrice_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(HEART, "Heart", Quantity.of(1), gbp("2.10"))))
                    .expectNoEvents()
                    .expectException(OrderRejection.ItemAtAnotherPrice.class);
        }

        @Test
        void givenItIsOnTheOrder_whenTheSumIsTooLarge_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(HEART, "Heart", Quantity.of(Quantity.MAX), gbp("2.00"))))
                    .expectNoEvents()
                    .expectException(OrderRejection.TooManyPieces.class);
        }

        @Test
        void whenItIsInAnotherCurrency_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(TEAPOT, "Teapot", FIVE, Money.of("7", "EUR"))))
                    .expectNoEvents()
                    .expectException(OrderRejection.CurrencyMismatch.class);
        }

        @Test
        void whenItsPriceIsNegative_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(TEAPOT, "Teapot", FIVE, gbp("-1"))))
                    .expectNoEvents()
                    .expectException(OrderRejection.NegativeAmount.class);
        }

        @Test
        void whenTheOrderWouldBeWorthMoreThanMoneyCanHold_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new AddItem(ID, new OrderLine(TEAPOT, "Teapot", FIVE, gbp("999999999999.99"))))
                    .expectNoEvents()
                    .expectException(OrderRejection.TotalTooLarge.class);
        }

        @Test
        void givenAsManyLinesAsThereCanBe_whenOneMoreIsAdded_thenRefused() {
            List<OrderLine> lines = IntStream.range(0, Goods.MOST_LINES)
                    .mapToObj(i -> new OrderLine(new Sku("sku " + i), "Any", FIVE, gbp("1")))
                    .toList();
            order.givenCommands(new PlaceOrder(ID, CUSTOMER, null, ADDRESS, lines, List.of()), new ConfirmOrder(ID))
                    .when(new AddItem(ID, TEAPOTS))
                    .expectNoEvents()
                    .expectException(OrderRejection.TooManyLines.class);
        }
    }

    @Nested
    class ChangingQuantities {

        @Test
        void givenFive_whenChangedToSix_thenTheOrderIsWorthOneMore() {
            order.given(PLACED, CONFIRMED).when(TO_SIX).expectEvents(FIVE_TO_SIX);
        }

        @Test
        void givenFive_whenChangedToFive_thenNothingHappens() {
            order.given(PLACED, CONFIRMED)
                    .when(new ChangeQuantity(ID, HEART, FIVE))
                    .expectNoEvents();
        }

        @Test
        void givenChanged_whenTheSameCommandComesAgain_thenItIsAnsweredAsThen() {
            Map<String, ?> metadata = Map.of(MessageMetadata.COMMAND_ID, "a");
            order.given(PLACED, CONFIRMED)
                    .andGivenCommands(new GenericCommandMessage<>(TO_SIX, metadata), new ConfirmChange(ID, 2))
                    .when(TO_SIX, metadata)
                    .expectNoEvents()
                    .expectResultMessagePayload(2L);
        }

        @Test
        void whenItIsNotOnTheOrder_thenThereIsNoSuchItem() {
            order.given(PLACED, CONFIRMED)
                    .when(new ChangeQuantity(ID, TEAPOT, FIVE))
                    .expectNoEvents()
                    .expectException(OrderRejection.ItemNotFound.class);
        }

        @Test
        void whenThereIsNoSuchOrder_thenRefused() {
            order.givenNoPriorActivity().when(TO_SIX).expectException(AggregateNotFoundException.class);
        }

        @Test
        void givenAPartIsPaid_whenTheOrderWouldBeWorthLessThanThat_thenRefused() {
            order.given(PLACED, CONFIRMED, started("6.00"), received("6.00", "7.00"))
                    .when(new ChangeQuantity(ID, HEART, Quantity.of(1)))
                    .expectNoEvents()
                    .expectException(OrderRejection.BelowPaid.class)
                    .expectException(RejectionWith.details(Map.of("committed", "6.00")));
        }

        @Test
        void givenAPartIsBeingPaid_whenTheOrderWouldBeWorthLessThanThat_thenRefused() {
            order.given(PLACED, CONFIRMED, started("6.00"))
                    .when(new ChangeQuantity(ID, HEART, Quantity.of(1)))
                    .expectNoEvents()
                    .expectException(OrderRejection.BelowPaid.class);
        }

        @Test
        void givenAPartIsPaid_whenTheOrderIsWorthJustThat_thenItIsChanged() {
            order.given(PLACED, CONFIRMED, started("5.00"), received("5.00", "8.00"))
                    .when(new ChangeQuantity(ID, HEART, Quantity.of(1)))
                    .expectEvents(
                            new QuantityChanged(ID, HEART, "Heart", FIVE, Quantity.of(1), gbp("2.00"), gbp("5.00")));
        }
    }

    @Nested
    class Removing {

        @Test
        void givenTwoItems_whenOneIsRemoved_thenTheOtherIsLeft() {
            order.given(PLACED, CONFIRMED).when(new RemoveItem(ID, LANTERN)).expectEvents(LANTERN_REMOVED);
        }

        @Test
        void givenOneItemIsLeft_whenItIsRemoved_thenRefused() {
            order.given(PLACED, CONFIRMED, LANTERN_REMOVED, new ChangeConfirmed(ID, 2))
                    .when(new RemoveItem(ID, HEART))
                    .expectNoEvents()
                    .expectException(OrderRejection.LastItem.class);
        }

        @Test
        void givenRemoved_whenRemovedAgain_thenThereIsNoSuchItem() {
            order.given(PLACED, CONFIRMED, LANTERN_REMOVED, new ChangeConfirmed(ID, 2))
                    .when(new RemoveItem(ID, LANTERN))
                    .expectNoEvents()
                    .expectException(OrderRejection.ItemNotFound.class);
        }

        @Test
        void givenAPartIsPaid_whenTheOrderWouldBeWorthLessThanThat_thenRefused() {
            order.given(PLACED, CONFIRMED, started("6.00"), received("6.00", "7.00"))
                    .when(new RemoveItem(ID, HEART))
                    .expectNoEvents()
                    .expectException(OrderRejection.BelowPaid.class);
        }
    }

    @Nested
    class WhoeverIsNotOpen {

        @Test
        void givenNotConfirmedYet_whenChanged_thenRefused() {
            refused(OrderRejection.NotConfirmed.class, PLACED);
        }

        @Test
        void givenAnotherChangeIsPending_whenChanged_thenRefused() {
            refused(OrderRejection.NotConfirmed.class, PLACED, CONFIRMED, TEAPOTS_ADDED);
        }

        @Test
        void givenCancelled_whenChanged_thenRefused() {
            refused(OrderRejection.Cancelled.class, PLACED, CONFIRMED, new OrderCancelled(ID, WITHDRAWN));
        }

        @Test
        void givenPaid_whenChanged_thenRefused() {
            refused(OrderRejection.AlreadyPaid.class, PLACED, CONFIRMED, started("13.00"), received("13.00", "0"));
        }

        @Test
        void givenDelivered_whenChanged_thenRefused() {
            for (Object command : List.of(new AddItem(ID, TEAPOTS), TO_SIX, new RemoveItem(ID, LANTERN))) {
                new AggregateTestFixture<>(Order.class)
                        .givenCommands(new ImportOrder(ID, CUSTOMER, List.of(HEARTS), List.of(), null, PAYMENT))
                        .when(command)
                        .expectNoEvents()
                        .expectException(OrderRejection.AlreadyShipped.class);
            }
        }

        private void refused(Class<? extends OrderRejection> why, Object... given) {
            for (Object command : List.of(new AddItem(ID, TEAPOTS), TO_SIX, new RemoveItem(ID, LANTERN))) {
                new AggregateTestFixture<>(Order.class)
                        .given(given)
                        .when(command)
                        .expectNoEvents()
                        .expectException(why);
            }
        }
    }

    @Nested
    class Deciding {

        @Test
        void givenAChangeIsPending_whenConfirmed_thenItStands() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX)
                    .when(new ConfirmChange(ID, 2))
                    .expectEvents(new ChangeConfirmed(ID, 2));
        }

        @Test
        void givenAChangeIsPending_whenTakenBack_thenTheOrderIsAsBefore() {
            takenBack(FIVE_TO_SIX, Quantity.of(6), HEART)
                    .expectEvents(new ChangeTakenBack(
                            ID, 2, HEART, "insufficient_stock", "Gone", shortage(HEART, SIX), HEARTS, gbp("13.00")));
        }

        @Test
        void givenAnItemWasAdded_whenTakenBack_thenItIsNotOnTheOrder() {
            takenBack(TEAPOTS_ADDED, Quantity.of(2), TEAPOT)
                    .expectEvents(new ChangeTakenBack(
                            ID,
                            2,
                            TEAPOT,
                            "insufficient_stock",
                            "Gone",
                            shortage(TEAPOT, Quantity.of(2)),
                            null,
                            gbp("13.00")));
        }

        @Test
        void givenTakenBack_whenPaid_thenItIsForWhatItWas() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX, taken(2))
                    .when(new StartPayment(ID, PAYMENT, null, CARD))
                    .expectEvents(new PaymentStarted(ID, PAYMENT, gbp("13.00"), CARD));
        }

        @Test
        void givenTakenBack_whenChangedAgain_thenItIsFromWhatItWas() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX, taken(2)).when(TO_SIX).expectEvents(FIVE_TO_SIX);
        }

        @Test
        void givenAChangeIsPending_whenThatOfAnotherIsConfirmedOrTakenBackLate_thenNothingHappens() {
            for (Object late : List.of(new ConfirmChange(ID, 2), takeBack(2, HEART, SIX))) {
                new AggregateTestFixture<>(Order.class)
                        .given(PLACED, CONFIRMED, FIVE_TO_SIX, taken(2), TEAPOTS_ADDED)
                        .when(late)
                        .expectNoEvents();
            }
        }

        @Test
        void givenConfirmed_whenConfirmedOrTakenBackAgain_thenNothingHappens() {
            for (Object late : List.of(new ConfirmChange(ID, 2), takeBack(2, HEART, SIX))) {
                new AggregateTestFixture<>(Order.class)
                        .given(PLACED, CONFIRMED, FIVE_TO_SIX, new ChangeConfirmed(ID, 2))
                        .when(late)
                        .expectNoEvents();
            }
        }

        @Test
        void givenCancelledMeanwhile_whenConfirmedOrTakenBack_thenNothingHappens() {
            for (Object late : List.of(new ConfirmChange(ID, 2), takeBack(2, HEART, SIX))) {
                new AggregateTestFixture<>(Order.class)
                        .given(PLACED, CONFIRMED, FIVE_TO_SIX, new OrderCancelled(ID, WITHDRAWN))
                        .when(late)
                        .expectNoEvents();
            }
        }

        @Test
        void givenAChangeIsPending_whenTheOrderIsConfirmedLate_thenNothingHappens() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX)
                    .when(new ConfirmOrder(ID))
                    .expectNoEvents();
        }

        @Test
        void givenAChangeIsPending_whenTheOrderIsRefusedLate_thenItKeepsWhatItWasPromised() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX)
                    .when(new RefuseOrder(ID, WITHDRAWN))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyConfirmed.class);
        }

        @Test
        void givenAChangeIsPending_whenCancelled_thenItIs() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX)
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectEvents(new OrderCancelled(ID, WITHDRAWN));
        }

        @Test
        void givenAChangeIsPending_whenPaid_thenRefused() {
            order.given(PLACED, CONFIRMED, FIVE_TO_SIX)
                    .when(new StartPayment(ID, PAYMENT, null, CARD))
                    .expectNoEvents()
                    .expectException(OrderRejection.NotConfirmed.class);
        }

        @Test
        void givenAChangeIsPending_whenMoneyComes_thenItCountsAgainstTheNewTotal() {
            order.given(PLACED, CONFIRMED, started("13.00"), FIVE_TO_SIX)
                    .when(new RecordPayment(ID, PAYMENT, gbp("13.00")))
                    .expectEvents(received("13.00", "2.00"));
        }

        private ResultValidator<Order> takenBack(Object change, Quantity requested, Sku sku) {
            return order.given(PLACED, CONFIRMED, change).when(takeBack(2, sku, requested));
        }

        private static TakeBackChange takeBack(long change, Sku sku, Quantity requested) {
            return new TakeBackChange(ID, change, "insufficient_stock", "Gone", shortage(sku, requested));
        }

        private static ChangeTakenBack taken(long change) {
            return new ChangeTakenBack(
                    ID, change, HEART, "insufficient_stock", "Gone", shortage(HEART, SIX), HEARTS, gbp("13.00"));
        }

        private static List<Shortage> shortage(Sku sku, Quantity requested) {
            return List.of(new Shortage(sku, requested, 0));
        }
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        order.given(PLACED, CONFIRMED)
                .when(TO_SIX)
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    private static PaymentStarted started(String amount) {
        return new PaymentStarted(ID, PAYMENT, gbp(amount), CARD);
    }

    private static PaymentReceived received(String amount, String outstanding) {
        return new PaymentReceived(ID, PAYMENT, gbp(amount), gbp(outstanding));
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
