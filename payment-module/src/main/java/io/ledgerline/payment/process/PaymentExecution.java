package io.ledgerline.payment.process;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import io.ledgerline.payment.process.PaymentGateway.CaptureResult;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Asks the provider for the money of a requested payment, and takes down the answer. A crash between the two is
 * harmless: the request comes again, the provider knows its key and answers as before, and so does the payment.
 */
@Component
@ProcessingGroup("payment-process")
@DisallowReplay
class PaymentExecution {

    static final String NAME = "payment-execution";

    private final Map<String, PaymentGateway> gateways;
    private final ProcessCommands commands;

    PaymentExecution(List<PaymentGateway> gateways, ProcessCommands commands) {
        this.gateways = gateways.stream().collect(toUnmodifiableMap(PaymentGateway::provider, identity()));
        this.commands = commands;
    }

    @EventHandler
    void on(PaymentRequested requested, EventMessage<PaymentRequested> event) {
        if (requested.method() == null) {
            return; // paid elsewhere, there is nobody to ask
        }
        CaptureResult result = gateway(requested.provider())
                .capture(new Capture(
                        requested.paymentId() + "/capture",
                        requested.paymentId(),
                        requested.amount(),
                        requested.method()));
        if (result instanceof CaptureResult.Captured captured) {
            record(event, "capture", new CapturePayment(requested.paymentId(), captured.providerReference()));
        } else if (result instanceof CaptureResult.Declined declined) {
            record(
                    event,
                    "decline",
                    new DeclinePayment(requested.paymentId(), declined.providerReference(), declined.reason()));
        }
    }

    private PaymentGateway gateway(String provider) {
        PaymentGateway gateway = gateways.get(provider);
        if (gateway == null) {
            throw new IllegalStateException("Money was asked of " + provider + ", but nobody speaks to it");
        }
        return gateway;
    }

    private void record(EventMessage<?> event, String step, PaymentCommand command) {
        if (commands.send(NAME, event, step, command).join() instanceof Outcome.Refused refused) {
            throw new IllegalStateException(
                    "The provider's answer doesn't fit payment %s: %s".formatted(command.paymentId(), refused));
        }
    }
}
