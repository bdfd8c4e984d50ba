package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Has back what an order owes, and lets orders know what went back. Remembers nothing: the order and the payment know
 * each refund by its id, so that each step may be taken twice, and news may come as late as they like.
 */
@Component
@ProcessingGroup("order-payments")
@DisallowReplay
class OrderRefunds {

    static final String NAME = "order-refunds";

    private final Steps steps;

    OrderRefunds(ProcessCommands commands) {
        this.steps = new Steps(NAME, commands);
    }

    @EventHandler
    void on(RefundStarted started, EventMessage<RefundStarted> event) {
        RequestRefund request =
                new RequestRefund(started.paymentId(), started.refundId(), started.amount(), started.reason());
        if (steps.take(event, "request-refund", request) instanceof Refused refused) {
            steps.record(
                    event,
                    "record-failure",
                    new RecordFailedRefund(
                            started.orderId(),
                            started.paymentId(),
                            started.refundId(),
                            refused.refusal().code()));
        }
    }

    @EventHandler
    void on(PaymentRefunded refunded, EventMessage<PaymentRefunded> event) {
        steps.record(
                event,
                "record-refund",
                new RecordRefund(
                        new OrderId(refunded.reference()),
                        refunded.paymentId(),
                        refunded.refundId(),
                        refunded.amount()));
    }

    @EventHandler
    void on(PaymentEvent.RefundFailed failed, EventMessage<PaymentEvent.RefundFailed> event) {
        steps.record(
                event,
                "record-failure",
                new RecordFailedRefund(
                        new OrderId(failed.reference()), failed.paymentId(), failed.refundId(), failed.reason()));
    }
}
