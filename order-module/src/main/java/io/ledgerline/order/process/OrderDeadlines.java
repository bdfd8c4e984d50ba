package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.kernel.process.Cause;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderId;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Sets each order's deadlines, and cancels those that are met. They count from when it was recorded, also for an order
 * that is dated back. One that rings nevertheless does no harm: the order decides whether it is still in time.
 */
@Component
@ProcessingGroup("order-deadlines")
@DisallowReplay
class OrderDeadlines {

    static final String NAME = "order-deadlines";

    private final Alarms alarms;
    private final OrderSettings settings;

    OrderDeadlines(Alarms alarms, OrderSettings settings) {
        this.alarms = alarms;
        this.settings = settings;
    }

    @EventHandler
    void on(OrderPlaced placed, EventMessage<OrderPlaced> event) {
        alarms.set(
                ConfirmationDeadline.KIND,
                placed.orderId().value(),
                event.getTimestamp().plus(settings.confirmationDeadline()),
                new OrderDeadline(placed.orderId(), Cause.of(event)));
    }

    @EventHandler
    void on(OrderConfirmed confirmed, EventMessage<OrderConfirmed> event) {
        alarms.cancel(ConfirmationDeadline.KIND, confirmed.orderId().value());
        alarms.set(
                PaymentDeadline.KIND,
                confirmed.orderId().value(),
                event.getTimestamp().plus(settings.paymentDeadline()),
                new OrderDeadline(confirmed.orderId(), Cause.of(event)));
    }

    @EventHandler
    void on(PaymentReceived received) {
        if (!received.outstanding().isPositive()) {
            alarms.cancel(PaymentDeadline.KIND, received.orderId().value());
        }
    }

    @EventHandler
    void on(OrderCancelled cancelled) {
        OrderId order = cancelled.orderId();
        alarms.cancel(ConfirmationDeadline.KIND, order.value());
        alarms.cancel(PaymentDeadline.KIND, order.value());
    }
}
