package io.ledgerline.order.api;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.WithReason;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of an order. Personal data is encrypted before it gets here. */
public sealed interface OrderCommand {

    OrderId orderId();

    @TargetAggregateIdentifier
    default String streamId() {
        return orderId().stream();
    }

    /**
     * @param shippingAddress an {@link Address} as encrypted JSON
     * @param lines one for each sku, at least one; all prices in one currency
     */
    record PlaceOrder(
            OrderId orderId,
            CustomerId customerId,
            @Nullable Encrypted customerName,
            Encrypted shippingAddress,
            List<OrderLine> lines,
            List<Charge> charges)
            implements OrderCommand {}

    /** All stock is reserved. */
    record ConfirmOrder(OrderId orderId) implements OrderCommand {}

    record CancelOrder(OrderId orderId, Cancellation cancellation) implements OrderCommand, WithReason {

        @Override
        public CancelOrder withReason(UnaryOperator<String> form) {
            return new CancelOrder(orderId, cancellation.withReason(form));
        }
    }

    /**
     * What was ordered can't be had. Cancels an order that is still pending, and only that: one that was confirmed
     * before keeps what it was promised, however late this comes.
     */
    record RefuseOrder(OrderId orderId, Cancellation cancellation) implements OrderCommand {}

    /**
     * @param line at the price on offer; more of what is on the order already must have the same price
     */
    record AddItem(OrderId orderId, OrderLine line) implements OrderCommand {}

    /** At the price at which it was ordered. */
    record ChangeQuantity(OrderId orderId, Sku sku, Quantity quantity) implements OrderCommand {}

    record RemoveItem(OrderId orderId, Sku sku) implements OrderCommand {}

    /**
     * What a change needs is reserved. Changes nothing unless it is this change that is pending.
     *
     * @param change the order's version that it made
     */
    record ConfirmChange(OrderId orderId, long change) implements OrderCommand {}

    /**
     * What a change needs can't be had. Changes nothing unless it is this change that is pending.
     *
     * @param change the order's version that it made
     * @param code why, stable: one of those of a {@link Cancellation}
     * @param reason for people
     * @param lines what could not be reserved; empty unless that is why
     */
    record TakeBackChange(OrderId orderId, long change, String code, String reason, List<Shortage> lines)
            implements OrderCommand {}

    /**
     * Until a part of it has left.
     *
     * @param shippingAddress an {@link Address} as encrypted JSON
     */
    record ChangeShippingAddress(OrderId orderId, Encrypted shippingAddress) implements OrderCommand {}

    /**
     * @param amount at most what is outstanding and not being paid
     */
    record ApplyDiscount(OrderId orderId, Money amount, String reason) implements OrderCommand, WithReason {

        @Override
        public ApplyDiscount withReason(UnaryOperator<String> form) {
            return new ApplyDiscount(orderId, amount, form.apply(reason));
        }
    }

    /**
     * A paid order leaves, or a part of it.
     *
     * @param shipmentId names the shipment
     * @param lines empty for all that is left
     */
    record ShipOrder(
            OrderId orderId,
            String shipmentId,
            List<Pieces> lines,
            @Nullable String carrier,
            @Nullable String trackingNumber)
            implements OrderCommand {}

    /**
     * Asks whether the command that has this one's id was handled: accepted if so, with the version of then, else refused.
     * Changes nothing.
     */
    record Recall(OrderId orderId) implements OrderCommand {}

    /** All of it has arrived. */
    record DeliverOrder(OrderId orderId) implements OrderCommand {}

    /**
     * Goods that were shipped have come back.
     *
     * @param returnId names the return
     */
    record ReturnItems(OrderId orderId, String returnId, List<Pieces> lines, String reason)
            implements OrderCommand, WithReason {

        @Override
        public ReturnItems withReason(UnaryOperator<String> form) {
            return new ReturnItems(orderId, returnId, lines, form.apply(reason));
        }
    }

    /**
     * @param amount null for all that is outstanding and not already being paid
     */
    record StartPayment(
            OrderId orderId, PaymentId paymentId, @Nullable Money amount, PaymentMethod method)
            implements OrderCommand {}

    record RecordPayment(OrderId orderId, PaymentId paymentId, Money amount) implements OrderCommand {}

    /** The money didn't come; it is outstanding again. */
    record RecordFailedPayment(OrderId orderId, PaymentId paymentId, String reason) implements OrderCommand {}

    /**
     * An order from before Ledgerline: invoiced, delivered and paid. Reserves and charges nothing.
     *
     * @param lines as invoiced; several for one sku, at several prices, may be
     * @param country as invoiced, in plain text; null if unknown
     * @param paymentId of the payment that covers it; null if there was nothing to pay
     */
    record ImportOrder(
            OrderId orderId,
            CustomerId customerId,
            List<OrderLine> lines,
            List<Charge> charges,
            @Nullable String country,
            @Nullable PaymentId paymentId)
            implements OrderCommand {}

    /**
     * A credit note from before Ledgerline: what of an imported order came back or was let off, and the money for it.
     * Taken down as a whole or not at all.
     *
     * @param number the credit note's, which names the return
     * @param returned empty if nothing came back
     * @param paymentId of the payment that gives the money back
     * @param refundId the same for the same credit note and order
     * @param amount what the credit note gives back for all of it
     */
    record ImportCreditNote(
            OrderId orderId,
            String number,
            List<Pieces> returned,
            List<Discount> discounts,
            PaymentId paymentId,
            RefundId refundId,
            Money amount)
            implements OrderCommand {

        /** Of the refund. */
        public static final String REASON = "credit_note";

        public ImportCreditNote {
            returned = List.copyOf(returned);
            discounts = List.copyOf(discounts);
        }
    }

    /** It was not paid in time. Cancels an order that is confirmed and not paid; of any other nothing comes. */
    record ExpireOrder(OrderId orderId, Cancellation cancellation) implements OrderCommand {}

    /** Money has gone back to the customer. What of it was not owed is a discount. */
    record RecordRefund(OrderId orderId, PaymentId paymentId, RefundId refundId, Money amount)
            implements OrderCommand {}

    /** A refund that the order has started didn't go through; the money is owed again. */
    record RecordFailedRefund(OrderId orderId, PaymentId paymentId, RefundId refundId, String reason)
            implements OrderCommand {}
}
