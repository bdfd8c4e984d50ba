package io.ledgerline.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.kernel.testing.RejectionWith;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand.ApplyDiscount;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.DiscountApplied;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderDelivered;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderEvent.ShippingAddressChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An order on its way: its address, what is given away on it, shipment, delivery, returns. */
class OrderShippingTest {

    private static final OrderId ID = new OrderId("75");
    private static final CustomerId CUSTOMER = new CustomerId("17850");
    private static final Encrypted ADDRESS = new Encrypted("address");
    private static final Encrypted ELSEWHERE = new Encrypted("elsewhere");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final Sku TEAPOT = new Sku("22423");
    private static final OrderLine HEARTS = new OrderLine(HEART, "Heart", Quantity.of(5), gbp("2.00"));
    private static final OrderLine LANTERNS = new OrderLine(LANTERN, "Lantern", Quantity.of(1), gbp("3.00"));
    private static final Charge POSTAGE = new Charge("POST", "Postage", gbp("1.00"));
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    private static final OrderPlaced PLACED =
            new OrderPlaced(ID, CUSTOMER, null, ADDRESS, List.of(HEARTS, LANTERNS), List.of(POSTAGE), gbp("14.00"));
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed(ID);
    private static final PaymentReceived RECEIVED = new PaymentReceived(ID, PAYMENT, gbp("14.00"), gbp("0"));
    private static final QuantityChanged PENDING =
            new QuantityChanged(ID, HEART, "Heart", Quantity.of(5), Quantity.of(6), gbp("2.00"), gbp("16.00"));
    private static final Cancellation WITHDRAWN = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());
    private static final OrderCancelled CANCELLED = new OrderCancelled(ID, WITHDRAWN);
    private static final OrderShipped TWO_HEARTS_SHIPPED = shipped(false, pieces(HEART, 2));
    private static final OrderShipped ALL_SHIPPED = shipped(true, pieces(HEART, 5), pieces(LANTERN, 1));
    private static final OrderDelivered DELIVERED = new OrderDelivered(ID);
    private static final ItemsReturned ALL_RETURNED =
            returned(true, "1.00", "-13.00", pieces(HEART, 5), pieces(LANTERN, 1));

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    @Nested
    class SendingItElsewhere {

        private static final ChangeShippingAddress CHANGE = new ChangeShippingAddress(ID, ELSEWHERE);

        @Test
        void givenNothingHasLeft_whenTheAddressIsChanged_thenItIs() {
            for (Object[] given : List.of(
                    new Object[] {PLACED}, new Object[] {PLACED, CONFIRMED}, new Object[] {PLACED, CONFIRMED, RECEIVED
                    })) {
                new AggregateTestFixture<>(Order.class)
                        .given(given)
                        .when(CHANGE)
                        .expectEvents(new ShippingAddressChanged(ID, ELSEWHERE));
            }
        }

        @Test
        void givenAPartHasLeft_whenTheAddressIsChanged_thenRefused() {
            paid(TWO_HEARTS_SHIPPED).when(CHANGE).expectNoEvents().expectException(OrderRejection.AlreadyShipped.class);
        }

        @Test
        void givenCancelled_whenTheAddressIsChanged_thenRefused() {
            order.given(PLACED, CANCELLED)
                    .when(CHANGE)
                    .expectNoEvents()
                    .expectException(OrderRejection.Cancelled.class);
        }
    }

    @Nested
    class GivingAway {

        @Test
        void givenOpen_whenADiscountIsGiven_thenLessIsOutstanding() {
            order.given(PLACED, CONFIRMED)
                    .when(discount("4.00"))
                    .expectEvents(
                            new DiscountApplied(ID, gbp("4.00"), Reason.of("Goodwill"), gbp("10.00"), gbp("10.00")));
        }

        @Test
        void givenADiscount_whenAQuantityIsChanged_thenItStillCounts() {
            order.given(PLACED, CONFIRMED, discounted("4.00", "10.00"))
                    .when(new ChangeQuantity(ID, HEART, Quantity.of(6)))
                    .expectEvents(new QuantityChanged(
                            ID, HEART, "Heart", Quantity.of(5), Quantity.of(6), gbp("2.00"), gbp("12.00")));
        }

        @Test
        void givenAPartIsBeingPaid_whenTheDiscountIsTheRest_thenItIsGiven() {
            order.given(PLACED, CONFIRMED, started("10.00"))
                    .when(discount("4.00"))
                    .expectEvents(
                            new DiscountApplied(ID, gbp("4.00"), Reason.of("Goodwill"), gbp("10.00"), gbp("10.00")));
        }

        @Test
        void givenAPartIsBeingPaid_whenTheDiscountIsMoreThanTheRest_thenRefused() {
            order.given(PLACED, CONFIRMED, started("10.00"))
                    .when(discount("4.01"))
                    .expectNoEvents()
                    .expectException(OrderRejection.DiscountExceedsOutstanding.class)
                    .expectException(RejectionWith.details(Map.of("payable", "4.00")));
        }

        @Test
        void givenAllIsGivenAway_whenPaid_thenItIsPaidAlready() {
            order.given(PLACED, CONFIRMED, discounted("14.00", "0"))
                    .when(new StartPayment(ID, PAYMENT, null, CARD))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyPaid.class);
        }

        @Test
        void whenNothingIsGiven_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(discount("0"))
                    .expectNoEvents()
                    .expectException(OrderRejection.NothingToPay.class);
        }

        @Test
        void whenItIsInAnotherCurrency_thenRefused() {
            order.given(PLACED, CONFIRMED)
                    .when(new ApplyDiscount(ID, Money.of("1", "EUR"), "Goodwill"))
                    .expectNoEvents()
                    .expectException(OrderRejection.CurrencyMismatch.class);
        }

        @Test
        void givenNotOpen_whenADiscountIsGiven_thenRefused() {
            refused(discount("1.00"), OrderRejection.NotConfirmed.class, PLACED);
            refused(discount("1.00"), OrderRejection.NotConfirmed.class, PLACED, CONFIRMED, PENDING);
            refused(discount("1.00"), OrderRejection.AlreadyPaid.class, PLACED, CONFIRMED, RECEIVED);
            refused(discount("1.00"), OrderRejection.Cancelled.class, PLACED, CANCELLED);
            refused(discount("1.00"), OrderRejection.AlreadyShipped.class, PLACED, CONFIRMED, RECEIVED, ALL_SHIPPED);
        }
    }

    @Nested
    class Shipping {

        @Test
        void givenPaid_whenShippedWithoutLines_thenAllOfItLeaves() {
            paid().when(ship()).expectEvents(ALL_SHIPPED);
        }

        @Test
        void givenPaid_whenAPartIsShipped_thenTheRestIsLeft() {
            paid().when(ship(pieces(HEART, 2))).expectEvents(TWO_HEARTS_SHIPPED);
        }

        @Test
        void givenAPartWasShipped_whenShippedWithoutLines_thenTheRestLeaves() {
            paid(TWO_HEARTS_SHIPPED).when(ship()).expectEvents(shipped(true, pieces(HEART, 3), pieces(LANTERN, 1)));
        }

        @Test
        void whenTwoLinesAreForOneSku_thenTheyAreOne() {
            paid().when(ship(pieces(HEART, 1), pieces(HEART, 1))).expectEvents(TWO_HEARTS_SHIPPED);
        }

        @Test
        void givenAPartWasShipped_whenMoreThanTheRestIsShipped_thenRefused() {
            paid(TWO_HEARTS_SHIPPED)
                    .when(ship(pieces(HEART, 4)))
                    .expectNoEvents()
                    .expectException(OrderRejection.ShipmentExceedsOrder.class)
                    .expectException(RejectionWith.details(Map.of("sku", "85123A", "left", 3)));
        }

        @Test
        void whenSomethingElseIsShipped_thenRefused() {
            paid().when(ship(pieces(TEAPOT, 1))).expectNoEvents().expectException(OrderRejection.UnknownItem.class);
        }

        @Test
        void givenAllIsShipped_whenShippedAgain_thenRefused() {
            paid(ALL_SHIPPED).when(ship()).expectNoEvents().expectException(OrderRejection.AlreadyShipped.class);
        }

        @Test
        void givenOnlyAPartIsPaid_whenShipped_thenRefused() {
            order.given(PLACED, CONFIRMED, new PaymentReceived(ID, PAYMENT, gbp("5.00"), gbp("9.00")))
                    .when(ship())
                    .expectNoEvents()
                    .expectException(OrderRejection.NotPaid.class)
                    .expectException(RejectionWith.details(Map.of("outstanding", "9.00")));
        }

        @Test
        void givenNotConfirmed_whenShipped_thenRefused() {
            refused(ship(), OrderRejection.NotConfirmed.class, PLACED);
            refused(ship(), OrderRejection.NotConfirmed.class, PLACED, CONFIRMED, PENDING);
            refused(ship(), OrderRejection.Cancelled.class, PLACED, CONFIRMED, RECEIVED, CANCELLED);
        }

        @Test
        void givenAPartIsShipped_whenCancelled_thenRefused() {
            paid(TWO_HEARTS_SHIPPED)
                    .when(new CancelOrder(ID, WITHDRAWN))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyShipped.class);
        }
    }

    @Nested
    class Delivering {

        @Test
        void givenAllIsShipped_whenDelivered_thenItIs() {
            paid(ALL_SHIPPED).when(new DeliverOrder(ID)).expectEvents(DELIVERED);
        }

        @Test
        void givenDelivered_whenDeliveredAgain_thenNothingHappens() {
            paid(ALL_SHIPPED, DELIVERED).when(new DeliverOrder(ID)).expectNoEvents();
        }

        @Test
        void givenNotAllHasLeft_whenDelivered_thenRefused() {
            refused(new DeliverOrder(ID), OrderRejection.NotShipped.class, PLACED, CONFIRMED, RECEIVED);
            refused(
                    new DeliverOrder(ID),
                    OrderRejection.NotShipped.class,
                    PLACED,
                    CONFIRMED,
                    RECEIVED,
                    TWO_HEARTS_SHIPPED);
            refused(new DeliverOrder(ID), OrderRejection.NotConfirmed.class, PLACED);
            refused(new DeliverOrder(ID), OrderRejection.Cancelled.class, PLACED, CANCELLED);
        }

        @Test
        void givenAllIsBack_whenDelivered_thenRefused() {
            paid(ALL_SHIPPED, ALL_RETURNED)
                    .when(new DeliverOrder(ID))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyReturned.class);
        }
    }

    @Nested
    class Returning {

        @Test
        void givenShipped_whenAPartComesBack_thenItNoLongerCounts() {
            paid(ALL_SHIPPED)
                    .when(takeBack(pieces(HEART, 2)))
                    .expectEvents(returned(false, "10.00", "-4.00", pieces(HEART, 2)), refunding("4.00"));
        }

        @Test
        void givenDelivered_whenAllComesBack_thenOnlyChargesCount() {
            paid(ALL_SHIPPED, DELIVERED)
                    .when(takeBack(pieces(HEART, 5), pieces(LANTERN, 1)))
                    .expectEvents(
                            ALL_RETURNED, refunding(ALL_RETURNED.outstanding().negated()));
        }

        @Test
        void givenAPartIsShipped_whenAllOfThatComesBack_thenTheOrderIsNotReturned() {
            paid(TWO_HEARTS_SHIPPED)
                    .when(takeBack(pieces(HEART, 2)))
                    .expectEvents(returned(false, "10.00", "-4.00", pieces(HEART, 2)), refunding("4.00"));
        }

        @Test
        void givenAPartIsBack_whenMoreThanTheRestComesBack_thenRefused() {
            paid(ALL_SHIPPED, returned(false, "10.00", "-4.00", pieces(HEART, 2)))
                    .when(takeBack(pieces(HEART, 4)))
                    .expectNoEvents()
                    .expectException(OrderRejection.ReturnExceedsShipment.class)
                    .expectException(RejectionWith.details(Map.of("sku", "85123A", "returnable", 3)));
        }

        @Test
        void givenNotShipped_whenItComesBack_thenRefused() {
            paid(TWO_HEARTS_SHIPPED)
                    .when(takeBack(pieces(LANTERN, 1)))
                    .expectNoEvents()
                    .expectException(OrderRejection.ReturnExceedsShipment.class);
        }

        @Test
        void whenSomethingElseComesBack_thenRefused() {
            paid(ALL_SHIPPED)
                    .when(takeBack(pieces(TEAPOT, 1)))
                    .expectNoEvents()
                    .expectException(OrderRejection.UnknownItem.class);
        }

        @Test
        void givenAllIsBack_whenMoreComesBack_thenRefused() {
            paid(ALL_SHIPPED, ALL_RETURNED)
                    .when(takeBack(pieces(HEART, 1)))
                    .expectNoEvents()
                    .expectException(OrderRejection.AlreadyReturned.class);
        }

        @Test
        void givenNothingHasLeft_whenItComesBack_thenRefused() {
            refused(takeBack(pieces(HEART, 1)), OrderRejection.NotShipped.class, PLACED, CONFIRMED, RECEIVED);
            refused(takeBack(pieces(HEART, 1)), OrderRejection.NotConfirmed.class, PLACED);
            refused(takeBack(pieces(HEART, 1)), OrderRejection.Cancelled.class, PLACED, CANCELLED);
        }

        @Test
        void givenMoreWasGivenAwayThanIsKept_whenItComesBack_thenThatIsNotPaidOut() {
            order.given(
                            PLACED,
                            CONFIRMED,
                            discounted("5.00", "9.00"),
                            new PaymentReceived(ID, PAYMENT, gbp("9.00"), gbp("0")),
                            ALL_SHIPPED)
                    .when(takeBack(pieces(HEART, 5), pieces(LANTERN, 1)))
                    .expectEvents(
                            returned(true, "0", "-9.00", pieces(HEART, 5), pieces(LANTERN, 1)), refunding("9.00"));
        }

        @Test
        void givenAnImportedOrderWithTwoPricesOfOneSku_whenAPartComesBack_thenTheFirstLinesGoFirst() {
            OrderLine dearer = new OrderLine(HEART, "Heart", Quantity.of(5), gbp("3.00"));
            order.givenCommands(new ImportOrder(ID, CUSTOMER, List.of(HEARTS, dearer), List.of(), null, PAYMENT))
                    .when(takeBack(pieces(HEART, 6)))
                    .expectEvents(returned(false, "12.00", "-13.00", pieces(HEART, 6)), refunding("13.00"));
        }
    }

    @Test
    void givenAnImportedOrderWithMorePiecesOfASkuThanALineCanHave_whenAPartComesBack_thenItIs() {
        OrderLine most = new OrderLine(HEART, "Heart", Quantity.of(Quantity.MAX), gbp("1.00"));
        order.givenCommands(new ImportOrder(ID, CUSTOMER, List.of(most, most), List.of(), null, PAYMENT))
                .when(takeBack(pieces(HEART, 1)))
                .expectEvents(returned(false, "1999999.00", "-1.00", pieces(HEART, 1)), refunding("1.00"));
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        paid(ALL_SHIPPED)
                .when(takeBack(pieces(HEART, 2)))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    private TestExecutor<Order> paid(Object... then) {
        return order.given(Stream.concat(Stream.of(PLACED, CONFIRMED, RECEIVED), Stream.of(then))
                .toList());
    }

    private static void refused(Object command, Class<? extends OrderRejection> why, Object... given) {
        new AggregateTestFixture<>(Order.class)
                .given(given)
                .when(command)
                .expectNoEvents()
                .expectException(why);
    }

    /** What is owed goes back by the payment that it came by. */
    private static RefundStarted refunding(Money amount) {
        String id = UUID.nameUUIDFromBytes((ID + "/refund/0").getBytes(UTF_8)).toString();
        return new RefundStarted(ID, PAYMENT, new RefundId(id), amount, "items_returned");
    }

    private static RefundStarted refunding(String amount) {
        return refunding(gbp(amount));
    }

    private static ApplyDiscount discount(String amount) {
        return new ApplyDiscount(ID, gbp(amount), "Goodwill");
    }

    private static DiscountApplied discounted(String amount, String left) {
        return new DiscountApplied(ID, gbp(amount), Reason.of("Goodwill"), gbp(left), gbp(left));
    }

    private static ShipOrder ship(Pieces... lines) {
        return new ShipOrder(ID, "s1", List.of(lines), "Royal Mail", "RM1");
    }

    private static OrderShipped shipped(boolean complete, Pieces... lines) {
        return new OrderShipped(ID, "s1", List.of(lines), "Royal Mail", "RM1", complete);
    }

    private static ReturnItems takeBack(Pieces... lines) {
        return new ReturnItems(ID, "r1", List.of(lines), "Broken");
    }

    private static ItemsReturned returned(boolean complete, String total, String outstanding, Pieces... lines) {
        return new ItemsReturned(ID, "r1", List.of(lines), Reason.of("Broken"), complete, gbp(total), gbp(outstanding));
    }

    private static Pieces pieces(Sku sku, int quantity) {
        return new Pieces(sku, Quantity.of(quantity));
    }

    private static PaymentStarted started(String amount) {
        return new PaymentStarted(ID, PAYMENT, gbp(amount), CARD);
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
