package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.kernel.process.Cause;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Has the provider asked for what is requested, and no longer asked for what it has told. The question is kept in the
 * transaction of the processor's own position, so it is asked whatever happens; and it may be asked twice, as the
 * provider knows its key and answers as before.
 */
@Component
@ProcessingGroup("payment-process")
@DisallowReplay
class PaymentExecution {

    static final String NAME = "payment-execution";

    private final Providers providers;
    private final Alarms alarms;

    PaymentExecution(Providers providers, Alarms alarms) {
        this.providers = providers;
        this.alarms = alarms;
    }

    @EventHandler
    void on(PaymentRequested requested, EventMessage<PaymentRequested> event) {
        if (requested.method() == null) {
            return; // paid elsewhere, there is nobody to ask
        }
        alarms.set(
                AskForMoney.KIND,
                requested.paymentId().value(),
                event.getTimestamp(),
                Question.capture(
                        requested.paymentId(),
                        providers.get(requested.provider()).provider(),
                        requested.amount(),
                        requested.method(),
                        Cause.of(event)));
    }

    @EventHandler
    void on(PaymentCaptured captured) {
        alarms.cancel(AskForMoney.KIND, captured.paymentId().value());
    }

    @EventHandler
    void on(PaymentDeclined declined) {
        alarms.cancel(AskForMoney.KIND, declined.paymentId().value());
    }

    @EventHandler
    void on(RefundRequested requested, EventMessage<RefundRequested> event) {
        alarms.set(
                AskForRefund.KIND,
                requested.paymentId() + "/" + requested.refundId(),
                event.getTimestamp(),
                Question.refund(
                        requested.paymentId(),
                        requested.refundId(),
                        providers.get(requested.charge().provider()).provider(),
                        requested.charge().reference(),
                        requested.amount(),
                        Cause.of(event)));
    }

    @EventHandler
    void on(PaymentRefunded refunded) {
        alarms.cancel(AskForRefund.KIND, refunded.paymentId() + "/" + refunded.refundId());
    }
}
