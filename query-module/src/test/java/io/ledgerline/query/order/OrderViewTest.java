package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.imported;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentStarted;
import static io.ledgerline.query.Samples.placed;
import static io.ledgerline.query.Samples.postage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.DiscountApplied;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderDelivered;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderEvent.ShippingAddressChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.query.Moment;
import io.ledgerline.query.TestKeys;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderViewTest {

    private static final OrderId ORDER = new OrderId("75");
    private static final RefundId REFUND = new RefundId("r1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @Test
    void aPlacedOrderIsPendingAndAllOfItIsOutstanding() {
        OrderPlaced placed = placed(
                "75",
                "ada",
                new TestKeys().key("ada"),
                List.of(postage("3.50")),
                line("MUG", 2, "4.25"),
                line("CUP", 1, "1"));

        OrderView order = after(placed);

        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(order.balance()).isEqualTo(new Balance(gbp("13.00"), gbp("0"), gbp("0"), gbp("0"), gbp("13.00")));
        assertThat(order.settled()).isFalse();
        assertThat(order.version()).isZero();
        assertThat(order.placedAt()).isEqualTo("2026-01-01T00:00:00.123456Z");
    }

    @Test
    void aDeliveredOrderStaysDeliveredWhenADiscountIsGivenAndGoesBack() {
        OrderView order = after(
                imported("75", List.of(), line("MUG", 2, "4.25")),
                new DiscountApplied(ORDER, gbp("0.50"), Reason.of("Sorry"), gbp("8.00"), gbp("-0.50")),
                new RefundStarted(ORDER, new PaymentId("import-75"), REFUND, gbp("0.50"), "credit_note"),
                new RefundRecorded(ORDER, new PaymentId("import-75"), REFUND, gbp("0.50"), gbp("0"), gbp("0")));

        assertThat(order.status()).isEqualTo(OrderStatus.DELIVERED);
        assertThat(order.balance())
                .isEqualTo(new Balance(gbp("8.00"), gbp("0.50"), gbp("8.50"), gbp("0.50"), gbp("0.00")));
    }

    @Test
    void aConfirmedOrderIsOpenUntilNothingIsOutstanding() {
        OrderView open = after(
                placed("75", line("MUG", 2, "4.25")),
                new OrderConfirmed(ORDER),
                paymentStarted("75", "p1", "5"),
                paymentReceived("75", "p1", "5", "3.50"));

        assertThat(open.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(open.balance().outstanding()).isEqualTo(gbp("3.50"));

        OrderView paid =
                OrderView.evolve(open, paymentReceived("75", "p2", "3.50", "0"), new Moment(4, START.plusSeconds(9)));

        assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
        assertThat(paid.balance().paid()).isEqualTo(gbp("8.50"));
        assertThat(paid.placedAt()).isBefore(paid.updatedAt());
    }

    @Test
    void anOrderThatCostsNothingIsPaidOnceConfirmed() {
        assertThat(after(placed("75", line("GIFT", 1, "0")), new OrderConfirmed(ORDER))
                        .status())
                .isEqualTo(OrderStatus.PAID);
    }

    @Test
    void aPaymentUnderWayIsKnownUntilItEnds() {
        OrderView paying =
                after(placed("75", line("MUG", 1, "4")), new OrderConfirmed(ORDER), paymentStarted("75", "p1", "4"));
        assertThat(paying.settled()).isFalse();

        OrderView failed = OrderView.evolve(
                paying, new PaymentFailed(ORDER, new PaymentId("p1"), gbp("4"), "declined"), new Moment(3, START));

        assertThat(failed.settled()).isTrue();
        assertThat(failed.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(failed.balance().outstanding()).isEqualTo(gbp("4"));
    }

    @Test
    void aCancelledOrderIsWorthNothingAndOwesWhatWasPaid() {
        Cancellation cancellation = new Cancellation(Cancellation.BY_REQUEST, "changed my mind", List.of());

        OrderView order = after(
                placed("75", line("MUG", 1, "4")),
                new OrderConfirmed(ORDER),
                paymentReceived("75", "p1", "1", "3"),
                new OrderCancelled(ORDER, cancellation));

        assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(order.cancellation()).isEqualTo(cancellation);
        assertThat(order.balance().total()).isEqualTo(gbp("0"));
        assertThat(order.balance().outstanding()).isEqualTo(gbp("-1"));
    }

    @Test
    void aChangedOrderIsPendingUntilTheChangeIsDecidedUpon() {
        OrderView pending = after(open("75"), quantityChanged("MUG", 2, 3, "16.75"));

        assertThat(pending.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(pending.settled()).isFalse();
        assertThat(pending.balance().outstanding()).isEqualTo(gbp("16.75"));
        assertThat(pending.lines()).extracting(OrderView.Line::quantity).containsExactly(3, 1);

        OrderView confirmed = OrderView.evolve(pending, new ChangeConfirmed(ORDER, 2), new Moment(3, START));

        assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(confirmed.settled()).isTrue();
    }

    @Test
    void aChangeThatIsTakenBackLeavesTheOrderAsBefore() {
        OrderView before = after(open("75"));

        OrderView changed = after(
                open("75"), quantityChanged("MUG", 2, 3, "16.75"), takenBack("MUG", line("MUG", 2, "4.25"), "12.50"));
        OrderView added = after(
                open("75"),
                new ItemAdded(ORDER, new Sku("POT"), "Pot", Quantity.of(2), gbp("1"), gbp("14.50")),
                takenBack("POT", null, "12.50"));

        for (OrderView order : List.of(changed, added)) {
            assertThat(order.status()).isEqualTo(OrderStatus.CONFIRMED);
            assertThat(order.lines()).isEqualTo(before.lines());
            assertThat(order.balance()).isEqualTo(before.balance());
        }
    }

    @Test
    void whatIsAddedIsOnTheOrderAndWhatIsRemovedIsNot() {
        OrderView order = after(
                open("75"),
                new ItemAdded(ORDER, new Sku("POT"), "Pot", Quantity.of(2), gbp("1"), gbp("14.50")),
                new ChangeConfirmed(ORDER, 2),
                new ItemRemoved(ORDER, new Sku("MUG"), "Mug", Quantity.of(2), gbp("4.25"), gbp("6.00")),
                new ChangeConfirmed(ORDER, 4));

        assertThat(order.lines()).extracting(line -> line.sku().value()).containsExactly("CUP", "POT");
        assertThat(order.balance().total()).isEqualTo(gbp("6.00"));
    }

    @Test
    void anOrderThatIsWorthNoMoreThanWasPaidIsPaidOnceTheChangeIsConfirmed() {
        OrderView order = after(
                open("75"),
                paymentReceived("75", "p1", "8.50", "4.00"),
                new ItemRemoved(ORDER, new Sku("CUP"), "Cup", Quantity.of(1), gbp("4"), gbp("8.50")),
                new ChangeConfirmed(ORDER, 3));

        assertThat(order.status()).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void aDiscountMakesTheOrderCheaperAndMayBeTheRest() {
        OrderView order = after(open("75"), discounted("2.50", "10.00"));

        assertThat(order.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(order.balance()).isEqualTo(new Balance(gbp("10"), gbp("2.50"), gbp("0"), gbp("0"), gbp("10")));
        assertThat(after(open("75"), discounted("12.50", "0")).status()).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void anOrderGoesWhereItWasLastTold() {
        assertThat(after(open("75"), new ShippingAddressChanged(ORDER, new Encrypted("elsewhere")))
                        .shippingAddress())
                .isEqualTo(new Encrypted("elsewhere"));
    }

    @Test
    void aShippedOrderTellsHowMuchHasLeft() {
        OrderView part = after(paid(), shipped(false, "MUG", 1));

        assertThat(part.status()).isEqualTo(OrderStatus.PARTIALLY_SHIPPED);
        assertThat(part.lines()).extracting(OrderView.Line::shipped).containsExactly(1, 0);

        OrderView all = after(paid(), shipped(false, "MUG", 1), shipped(true, "CUP", 1));
        assertThat(all.status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(OrderView.evolve(all, new OrderDelivered(ORDER), new Moment(9, START))
                        .status())
                .isEqualTo(OrderStatus.DELIVERED);
    }

    @Test
    void whatIsReturnedNoLongerCounts() {
        OrderView order = after(
                paid(), shipped(true, "MUG", 2), new OrderDelivered(ORDER), returned(false, "MUG", 1, "8.25", "-4.25"));

        assertThat(order.status()).isEqualTo(OrderStatus.DELIVERED);
        assertThat(order.lines()).extracting(OrderView.Line::returned).containsExactly(1, 0);
        assertThat(order.balance()).isEqualTo(new Balance(gbp("8.25"), gbp("0"), gbp("12.50"), gbp("0"), gbp("-4.25")));
    }

    @Test
    void anOrderOfWhichNothingIsKeptIsReturned() {
        OrderView order = after(
                placed("75", line("MUG", 2, "4.25")),
                new OrderConfirmed(ORDER),
                discounted("3.50", "5.00"),
                paymentReceived("75", "p1", "5.00", "0"),
                shipped(true, "MUG", 2),
                returned(true, "MUG", 2, "0", "-5.00"));

        assertThat(order.status()).isEqualTo(OrderStatus.RETURNED);
        assertThat(order.balance().total()).isEqualTo(gbp("0"));
        assertThat(order.balance().outstanding()).isEqualTo(gbp("-5.00"));
    }

    @Test
    void whatWasOwedAndGoesBackChangesNothingElse() {
        OrderView refunded = after(
                placed("75", line("MUG", 1, "4")),
                new OrderConfirmed(ORDER),
                paymentReceived("75", "p1", "4", "0"),
                new OrderCancelled(ORDER, new Cancellation(Cancellation.BY_REQUEST, "changed my mind", List.of())),
                new RefundStarted(ORDER, new PaymentId("p1"), REFUND, gbp("4"), Cancellation.BY_REQUEST),
                new RefundRecorded(ORDER, new PaymentId("p1"), REFUND, gbp("4"), gbp("0"), gbp("0")));

        assertThat(refunded.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(refunded.balance()).isEqualTo(new Balance(gbp("0"), gbp("0"), gbp("4"), gbp("4"), gbp("0")));
    }

    @Test
    void moneyOnItsWayBackIsKnownUntilItIsBack() {
        OrderView refunding = after(
                placed("75", line("MUG", 1, "4")),
                new OrderConfirmed(ORDER),
                paymentReceived("75", "p1", "4", "0"),
                new OrderCancelled(ORDER, new Cancellation(Cancellation.BY_REQUEST, "changed my mind", List.of())));
        assertThat(refunding.settled()).isFalse();

        OrderView refunded = OrderView.evolve(
                refunding,
                new RefundRecorded(ORDER, new PaymentId("p1"), REFUND, gbp("4"), gbp("0"), gbp("0")),
                new Moment(4, START));

        assertThat(refunded.settled()).isTrue();
    }

    @Test
    void whatGoesBackWithoutBeingOwedIsADiscount() {
        OrderView refunded = after(
                placed("75", line("MUG", 1, "4")),
                new OrderConfirmed(ORDER),
                paymentReceived("75", "p1", "4", "0"),
                new RefundRecorded(ORDER, new PaymentId("p1"), REFUND, gbp("1"), gbp("1"), gbp("0")));

        assertThat(refunded.status()).isEqualTo(OrderStatus.PAID);
        assertThat(refunded.balance()).isEqualTo(new Balance(gbp("3"), gbp("1"), gbp("4"), gbp("1"), gbp("0")));
    }

    @Test
    void whatCouldNotGoBackIsStillOwed() {
        OrderView owing = after(
                placed("75", line("MUG", 1, "4")),
                new OrderConfirmed(ORDER),
                paymentReceived("75", "p1", "4", "0"),
                new OrderCancelled(ORDER, new Cancellation(Cancellation.BY_REQUEST, "changed my mind", List.of())),
                new RefundStarted(ORDER, new PaymentId("p1"), REFUND, gbp("4"), Cancellation.BY_REQUEST),
                new RefundFailed(ORDER, new PaymentId("p1"), REFUND, gbp("4"), "card_closed"));

        assertThat(owing.balance().outstanding()).isEqualTo(gbp("-4"));
        assertThat(owing.version()).isEqualTo(5);
    }

    @Test
    void anImportedOrderIsDeliveredAndPaidAndKeepsEachLineOfASku() {
        OrderView order =
                after(imported("536365", List.of(postage("18")), line("85123A", 6, "2.55"), line("85123A", 1, "2.10")));

        assertThat(order.status()).isEqualTo(OrderStatus.DELIVERED);
        assertThat(order.lines()).hasSize(2).allMatch(line -> line.shipped() == line.quantity());
        assertThat(order.balance()).isEqualTo(new Balance(gbp("35.40"), gbp("0"), gbp("35.40"), gbp("0"), gbp("0")));
        assertThat(order.country()).isEqualTo("United Kingdom");
        assertThat(order.settled()).isTrue();
    }

    @Test
    void aTotalThatDoesNotAddUpIsNotBelieved() {
        OrderPlaced placed = placed("75", line("MUG", 1, "4"));
        OrderPlaced wrong = new OrderPlaced(
                placed.orderId(),
                placed.customerId(),
                placed.customerName(),
                placed.shippingAddress(),
                placed.lines(),
                placed.charges(),
                gbp("3.99"));

        assertThatThrownBy(() -> after(wrong)).hasMessageContaining("said to be 3.99 GBP and is 4.00 GBP");
    }

    @Test
    void nothingHappensToAnOrderBeforeItsBirth() {
        assertThatThrownBy(() -> after(new OrderConfirmed(ORDER))).isInstanceOf(IllegalStateException.class);
    }

    /** Two mugs and a cup, confirmed. */
    private static OrderEvent[] open(String id) {
        return new OrderEvent[] {
            placed(id, line("MUG", 2, "4.25"), line("CUP", 1, "4")), new OrderConfirmed(new OrderId(id))
        };
    }

    private static OrderEvent[] paid() {
        return Stream.concat(Stream.of(open("75")), Stream.of(paymentReceived("75", "p1", "12.50", "0")))
                .toArray(OrderEvent[]::new);
    }

    private static DiscountApplied discounted(String amount, String left) {
        return new DiscountApplied(ORDER, gbp(amount), Reason.of("Goodwill"), gbp(left), gbp(left));
    }

    private static OrderShipped shipped(boolean complete, String sku, int pieces) {
        var lines = List.of(new Pieces(new Sku(sku), Quantity.of(pieces)));
        return new OrderShipped(ORDER, "s1", lines, null, null, complete);
    }

    private static ItemsReturned returned(boolean complete, String sku, int pieces, String total, String outstanding) {
        var lines = List.of(new Pieces(new Sku(sku), Quantity.of(pieces)));
        return new ItemsReturned(ORDER, "r1", lines, Reason.of("Broken"), complete, gbp(total), gbp(outstanding));
    }

    private static QuantityChanged quantityChanged(String sku, int from, int to, String total) {
        return new QuantityChanged(
                ORDER, new Sku(sku), "Name of " + sku, Quantity.of(from), Quantity.of(to), gbp("4.25"), gbp(total));
    }

    private static ChangeTakenBack takenBack(String sku, @Nullable OrderLine line, String total) {
        return new ChangeTakenBack(ORDER, 2, new Sku(sku), "insufficient_stock", "Gone", List.of(), line, gbp(total));
    }

    private static OrderView after(OrderEvent[] before, OrderEvent... events) {
        return after(Stream.of(before, events).flatMap(Stream::of).toArray(OrderEvent[]::new));
    }

    private static OrderView after(OrderEvent... events) {
        OrderView order = null;
        for (int version = 0; version < events.length; version++) {
            order = OrderView.evolve(order, events[version], new Moment(version, START));
        }
        return order;
    }
}
