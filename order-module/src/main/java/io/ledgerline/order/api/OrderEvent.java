package io.ledgerline.order.api;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
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
     * @param reason a cancellation's code, {@code order_cancelled} for money that came after it, or
     *     {@code paid_too_much}
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
