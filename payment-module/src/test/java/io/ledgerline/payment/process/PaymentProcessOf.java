package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.ManualAlarms;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;

/** The process that asks one provider, for tests of it. */
public final class PaymentProcessOf {

    private final ManualAlarms alarms;
    private final PaymentExecution execution;

    public PaymentProcessOf(PaymentGateway gateway, InMemoryAggregates aggregates, ManualAlarms alarms) {
        this.alarms = alarms;
        Providers providers = new Providers(List.of(gateway));
        ProcessCommands commands = new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5));
        ProviderSettings settings = new ProviderSettings(Duration.ofSeconds(30), 5, Duration.ofMillis(500));
        execution = new PaymentExecution(providers, alarms);
        alarms.register(new AskForMoney(providers, commands, settings, alarms.clock()));
        alarms.register(new AskForRefund(providers, commands, settings, alarms.clock()));
    }

    public void handle(PaymentEvent event) {
        if (event instanceof PaymentRequested requested) {
            execution.on(requested, now(requested));
        } else if (event instanceof RefundRequested requested) {
            execution.on(requested, now(requested));
        }
    }

    private <T> EventMessage<T> now(T event) {
        EventMessage<T> message = new GenericEventMessage<>(event);
        return new GenericEventMessage<>(
                message.getIdentifier(), message.getPayload(), message.getMetaData(), alarms.now());
    }
}
