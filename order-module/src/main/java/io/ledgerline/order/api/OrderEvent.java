package io.ledgerline.order.api;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
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
}
