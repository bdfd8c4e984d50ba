package io.ledgerline.payment;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Money asked of a customer, once, and what the provider said to it. What it pays for is a mere reference. */
@Aggregate(type = "payment")
class Payment extends EventSourcedAggregate {

    private enum Status {
        REQUESTED,
        CAPTURED,
        DECLINED
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private @Nullable Status status;
    private @Nullable String reference;
    private @Nullable Money amount;
    private @Nullable String providerReference;

    /** A process asks; it may ask again for what it has asked for. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(RequestPayment command, PaymentSettings settings) {
        if (isFor(command.reference(), command.amount())) {
            return;
        }
        if (streamId != null) {
            throw new PaymentRejection.PaymentExists(command.paymentId());
        }
        apply(new PaymentRequested(
                command.paymentId(), command.reference(), command.amount(), settings.provider(), command.method()));
    }

    @EventSourcingHandler
    void evolve(PaymentRequested event) {
        streamId = event.paymentId().stream();
        status = Status.REQUESTED;
        reference = event.reference();
        amount = event.amount();
    }

    @CommandHandler
    void decide(CapturePayment command) {
        if (status == Status.DECLINED) {
            throw new PaymentRejection.AlreadyDeclined(command.paymentId());
        }
        if (status == Status.REQUESTED) {
            apply(new PaymentCaptured(command.paymentId(), reference, amount, command.providerReference()));
        } else if (!command.providerReference().equals(providerReference)) {
            throw new PaymentRejection.AlreadyCaptured(command.paymentId(), providerReference);
        }
    }

    @EventSourcingHandler
    void evolve(PaymentCaptured event) {
        status = Status.CAPTURED;
        providerReference = event.providerReference();
    }

    @CommandHandler
    void decide(DeclinePayment command) {
        if (status == Status.CAPTURED) {
            throw new PaymentRejection.AlreadyCaptured(command.paymentId(), providerReference);
        }
        if (status == Status.REQUESTED) {
            apply(new PaymentDeclined(
                    command.paymentId(), reference, amount, command.providerReference(), command.reason()));
        }
    }

    @EventSourcingHandler
    void evolve(PaymentDeclined event) {
        status = Status.DECLINED;
        providerReference = event.providerReference();
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ImportPayment command) {
        if (isFor(command.reference(), command.amount())
                && command.providerReference().equals(providerReference)) {
            return;
        }
        if (streamId != null) {
            throw new PaymentRejection.PaymentExists(command.paymentId());
        }
        apply(new PaymentRequested(
                command.paymentId(), command.reference(), command.amount(), command.provider(), null));
        apply(new PaymentCaptured(
                command.paymentId(), command.reference(), command.amount(), command.providerReference()));
    }

    private boolean isFor(String reference, Money amount) {
        return reference.equals(this.reference) && amount.equals(this.amount);
    }
}
