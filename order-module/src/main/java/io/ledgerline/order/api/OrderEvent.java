package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to an order. Stored as {@code order.<name>}. */
public sealed interface OrderEvent {

    OrderId orderId();

    @Revision("1")
    record OrderPlaced(
            OrderId orderId,
            CustomerId customerId,
            @Nullable Encrypted customerName,
            Encrypted shippingAddress,
            List<OrderLine> lines,
            List<Charge> charges,
            Money total)
            implements OrderEvent {}

    @Revision("1")
    record OrderConfirmed(OrderId orderId) implements OrderEvent {}

    @Revision("1")
    record OrderCancelled(OrderId orderId, Cancellation cancellation) implements OrderEvent {}

    /**
     * The order is pending until its stock is reserved.
     *
     * @param total of the order with it
     */
    @Revision("1")
    record ItemAdded(OrderId orderId, Sku sku, String name, Quantity quantity, Money unitPrice, Money total)
            implements OrderEvent {}

    /**
     * The order is pending until its reservation is changed.
     *
     * @param total of the order with the new quantity
     */
    @Revision("1")
    record QuantityChanged(
            OrderId orderId,
            Sku sku,
            String name,
            Quantity oldQuantity,
            Quantity newQuantity,
            Money unitPrice,
            Money total)
            implements OrderEvent {}

    /**
     * The order is pending until its stock is released.
     *
     * @param quantity that was on the order
     * @param total of the order without it
     */
    @Revision("1")
    record ItemRemoved(OrderId orderId, Sku sku, String name, Quantity quantity, Money unitPrice, Money total)
            implements OrderEvent {}

    /**
     * @param change the order's version that the change made
     */
    @Revision("1")
    record ChangeConfirmed(OrderId orderId, long change) implements OrderEvent {}

    /**
     * The order is as it was before the change.
     *
     * @param change the order's version that the change made
     * @param sku that it was about
     * @param code why, stable: one of those of a {@link Cancellation}
     * @param reason for people
     * @param lines what could not be reserved, with how many the order could have had; empty unless that is why
     * @param line the sku's, as it is again; null if it isn't on the order any more
     * @param total of the order, as it is again
     */
    @Revision("1")
    record ChangeTakenBack(
            OrderId orderId,
            long change,
            Sku sku,
            String code,
            String reason,
            List<Shortage> lines,
            @Nullable OrderLine line,
            Money total)
            implements OrderEvent {

        public ChangeTakenBack {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param shippingAddress an {@link Address} as encrypted JSON
     */
    @Revision("1")
    record ShippingAddressChanged(OrderId orderId, Encrypted shippingAddress) implements OrderEvent {}

    /**
     * @param total of the order from now on
     * @param outstanding what is left to pay
     */
    @Revision("2")
    record DiscountApplied(OrderId orderId, Money amount, Reason reason, Money total, Money outstanding)
            implements OrderEvent {}

    /**
     * Goods have left.
     *
     * @param shipmentId names the shipment
     * @param complete whether nothing is left to ship
     */
    @Revision("1")
    record OrderShipped(
            OrderId orderId,
            String shipmentId,
            List<Pieces> lines,
            @Nullable String carrier,
            @Nullable String trackingNumber,
            boolean complete)
            implements OrderEvent {

        public OrderShipped {
            lines = List.copyOf(lines);
        }
    }

    @Revision("1")
    record OrderDelivered(OrderId orderId) implements OrderEvent {}

    /**
     * Goods that were shipped have come back. They no longer count in what the order is worth.
     *
     * @param returnId names the return
     * @param complete whether nothing of the order is kept
     * @param total of the order from now on; never negative, though discounts may be more than what is kept
     * @param outstanding what is left to pay; negative if money is owed to the customer
     */
    @Revision("2")
    record ItemsReturned(
            OrderId orderId,
            String returnId,
            List<Pieces> lines,
            Reason reason,
            boolean complete,
            Money total,
            Money outstanding)
            implements OrderEvent {

        public ItemsReturned {
            lines = List.copyOf(lines);
        }
    }

    /** From now on this amount is being paid. */
    @Revision("1")
    record PaymentStarted(OrderId orderId, PaymentId paymentId, Money amount, PaymentMethod method)
            implements OrderEvent {}

    /**
     * @param outstanding what is left to pay
     */
    @Revision("1")
    record PaymentReceived(OrderId orderId, PaymentId paymentId, Money amount, Money outstanding)
            implements OrderEvent {}

    @Revision("1")
    record PaymentFailed(OrderId orderId, PaymentId paymentId, Money amount, String reason) implements OrderEvent {}

    /** An order from before Ledgerline, delivered and paid. */
    @Revision("1")
    record OrderImported(
            OrderId orderId,
            CustomerId customerId,
            List<OrderLine> lines,
            List<Charge> charges,
            Money total,
            @Nullable String country,
            @Nullable PaymentId paymentId)
            implements OrderEvent {}

    /**
     * From now on what is owed to the customer is on its way back.
     *
     * @param reason a cancellation's code, {@code order_cancelled} for money that came after it, {@code items_returned},
     *     {@code credit_note} or {@code paid_too_much}
     */
    @Revision("1")
    record RefundStarted(OrderId orderId, PaymentId paymentId, RefundId refundId, Money amount, String reason)
            implements OrderEvent {}

    /**
     * @param discount how much of it was not owed: the order is worth as much less
     * @param outstanding what is left to pay; negative if more is owed to the customer
     */
    @Revision("1")
    record RefundRecorded(
            OrderId orderId, PaymentId paymentId, RefundId refundId, Money amount, Money discount, Money outstanding)
            implements OrderEvent {}

    /** What is owed to the customer did not go through, and is still owed. */
    @Revision("1")
    record RefundFailed(OrderId orderId, PaymentId paymentId, RefundId refundId, Money amount, String reason)
            implements OrderEvent {}
}
