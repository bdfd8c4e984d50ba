package io.ledgerline.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.Evolution;
import io.ledgerline.kernel.testing.GoldenEvents;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.order.api.Charge;
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
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderEvent.ShippingAddressChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.OrderUpcasters;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OrderEventsTest {

    private static final OrderId ORDER = new OrderId("75");
    private static final CustomerId CUSTOMER = new CustomerId("17850");
    private static final PaymentId PAYMENT = new PaymentId("pay-1");
    private static final RefundId REFUND = new RefundId("refund-1");
    private static final Sku HEART = new Sku("85123A");
    private static final List<OrderLine> LINES =
            List.of(new OrderLine(HEART, "White hanging heart", Quantity.of(6), Money.of("2.55", "GBP")));
    private static final String MOVEMENT = "0b9de5a4-6e1c-4f0c-9d51-2f1f6f0f9d10";
    private static final List<Charge> CHARGES = List.of(new Charge("POST", "Postage", Money.of("3.00", "GBP")));
    private static final Money TOTAL = Money.of("18.30", "GBP");

    /** Of customer 17850, with the key of the golden files: the bytes from 0 to 31. */
    private static final String BROKEN = "v1:AAAAAAAAAAAAAAABWrja3CWGQnd4SzUZjtRVnHDx_k1tcUA6KAg6Ab3niSJONg";

    private static final String WAITED = "v1:AAAAAAAAAAAAAAACjx5cXcAjv_HVYlJ2VzaK5fK9EjwY8FQf7qmM4Wzsu4e9";

    @TestFactory
    Stream<DynamicTest> eventsKeepTheirShape() {
        return new GoldenEvents(LogicalTypes.of("order", OrderEvent.class), OrderUpcasters.ALL)
                .once("order.DiscountApplied.r1.json", discounted(new Reason(null, "Goodwill")))
                .once("order.DiscountApplied.r1.2.json", discounted(new Reason(new Encrypted(WAITED), null)))
                .once("order.ItemsReturned.r1.json", returned(new Reason(null, "Broken")))
                .once("order.ItemsReturned.r1.2.json", returned(new Reason(new Encrypted(BROKEN), null)))
                .tests(
                        new OrderPlaced(
                                ORDER,
                                CUSTOMER,
                                new Encrypted("1.bm9uY2U.bmFtZQ"),
                                new Encrypted("1.bm9uY2U.YWRkcmVzcw"),
                                LINES,
                                CHARGES,
                                TOTAL),
                        new OrderPlaced(
                                ORDER, CUSTOMER, null, new Encrypted("1.bm9uY2U.YWRkcmVzcw"), LINES, List.of(), TOTAL),
                        new OrderConfirmed(ORDER),
                        new OrderCancelled(
                                ORDER,
                                new Cancellation(
                                        Cancellation.INSUFFICIENT_STOCK,
                                        "Not everything ordered is in stock.",
                                        List.of(new Shortage(HEART, Quantity.of(6), 2)))),
                        new OrderCancelled(
                                ORDER, new Cancellation(Cancellation.BY_REQUEST, "Changed my mind", List.of())),
                        new ItemAdded(
                                ORDER, HEART, "White hanging heart", Quantity.of(6), Money.of("2.55", "GBP"), TOTAL),
                        new QuantityChanged(
                                ORDER,
                                HEART,
                                "White hanging heart",
                                Quantity.of(5),
                                Quantity.of(6),
                                Money.of("2.55", "GBP"),
                                TOTAL),
                        new ItemRemoved(
                                ORDER, HEART, "White hanging heart", Quantity.of(6), Money.of("2.55", "GBP"), TOTAL),
                        new ChangeConfirmed(ORDER, 2),
                        new ChangeTakenBack(
                                ORDER,
                                2,
                                HEART,
                                Cancellation.INSUFFICIENT_STOCK,
                                "Not everything ordered is in stock.",
                                List.of(new Shortage(HEART, Quantity.of(8), 7)),
                                LINES.get(0),
                                TOTAL),
                        new ChangeTakenBack(
                                ORDER, 2, HEART, "price_changed", "It costs more now.", List.of(), null, TOTAL),
                        new ShippingAddressChanged(ORDER, new Encrypted("1.bm9uY2U.YWRkcmVzcw")),
                        discounted(Reason.of("Goodwill")),
                        discounted(Reason.of(WAITED)),
                        new OrderShipped(
                                ORDER,
                                MOVEMENT,
                                List.of(new Pieces(HEART, Quantity.of(4))),
                                "Royal Mail",
                                "RM123456785GB",
                                false),
                        new OrderShipped(ORDER, MOVEMENT, List.of(new Pieces(HEART, Quantity.of(6))), null, null, true),
                        new OrderDelivered(ORDER),
                        returned(Reason.of("Broken")),
                        returned(Reason.of(BROKEN)),
                        new PaymentStarted(ORDER, PAYMENT, TOTAL, new PaymentMethod("card", "tok_ok")),
                        new PaymentReceived(ORDER, PAYMENT, TOTAL, Money.of("0", "GBP")),
                        new PaymentFailed(ORDER, PAYMENT, TOTAL, "card_declined"),
                        new RefundStarted(ORDER, PAYMENT, REFUND, TOTAL, Cancellation.BY_REQUEST),
                        new RefundRecorded(
                                ORDER,
                                PAYMENT,
                                REFUND,
                                Money.of("5.00", "GBP"),
                                Money.of("2.00", "GBP"),
                                Money.of("0", "GBP")),
                        new RefundFailed(ORDER, PAYMENT, REFUND, TOTAL, "no_answer"),
                        new OrderImported(ORDER, CUSTOMER, LINES, CHARGES, TOTAL, "United Kingdom", PAYMENT),
                        new OrderImported(ORDER, CUSTOMER, LINES, List.of(), TOTAL, null, null));
    }

    private static DiscountApplied discounted(Reason reason) {
        return new DiscountApplied(ORDER, Money.of("1.70", "GBP"), reason, Money.of("16.60", "GBP"), TOTAL);
    }

    private static ItemsReturned returned(Reason reason) {
        return new ItemsReturned(
                ORDER,
                MOVEMENT,
                List.of(new Pieces(HEART, Quantity.of(2))),
                reason,
                false,
                Money.of("13.20", "GBP"),
                Money.of("-5.10", "GBP"));
    }

    @Test
    void eachEventIsEvolvedFrom_soThatItsCommandIsRemembered() {
        assertThat(Evolution.of(Order.class))
                .containsExactlyInAnyOrderElementsOf(
                        LogicalTypes.of("order", OrderEvent.class).byName().values());
    }
}
