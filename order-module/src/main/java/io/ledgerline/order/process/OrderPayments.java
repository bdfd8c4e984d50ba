package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Asks for the money of a payment that an order has started, and lets the order know what became of it.
 *
 * <pre>
 * PaymentStarted   → RequestPayment (if refused → RecordFailedPayment)
 * PaymentCaptured  → RecordPayment
 * PaymentDeclined  → RecordFailedPayment
 * PaymentFailed    → RecordFailedPayment (the payment's: nobody answered)
 * </pre>
 *
 * Remembers nothing, and never ends: money that comes when the order was delivered long ago still reaches it. The order
 * and the payment know each other by their ids, so that each step may be taken twice.
 */
@Component
@ProcessingGroup("order-payments")
@DisallowReplay
class OrderPayments {

    static final String NAME = "order-payments";

    private final Steps steps;

    OrderPayments(ProcessCommands commands) {
        this.steps = new Steps(NAME, commands);
    }

    @EventHandler
    void on(PaymentStarted started, EventMessage<PaymentStarted> event) {
        RequestPayment request =
                new RequestPayment(started.paymentId(), started.orderId().value(), started.amount(), started.method());
        if (steps.take(event, "request-payment", request) instanceof Refused refused) {
            steps.record(
                    event,
                    "record-failure",
                    new RecordFailedPayment(
                            started.orderId(),
                            started.paymentId(),
                            refused.refusal().code()));
        }
    }

    @EventHandler
    void on(PaymentCaptured captured, EventMessage<PaymentCaptured> event) {
        steps.record(
                event,
                "record-payment",
                new RecordPayment(new OrderId(captured.reference()), captured.paymentId(), captured.amount()));
    }

    @EventHandler
    void on(PaymentDeclined declined, EventMessage<PaymentDeclined> event) {
        failed(event, declined, declined.reason());
    }

    @EventHandler
    void on(PaymentEvent.PaymentFailed failed, EventMessage<PaymentEvent.PaymentFailed> event) {
        failed(event, failed, failed.reason());
    }

    private void failed(EventMessage<?> event, PaymentEvent payment, String reason) {
        steps.record(
                event,
                "record-failure",
                new RecordFailedPayment(new OrderId(payment.reference()), payment.paymentId(), reason));
    }
}
