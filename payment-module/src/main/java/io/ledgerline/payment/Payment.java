package io.ledgerline.payment;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import io.ledgerline.payment.api.PaymentCommand.AcknowledgeRefund;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.FailPayment;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentCommand.RecordFailedAttempt;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundFailed;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.ProviderCharge;
import io.ledgerline.payment.api.RefundId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Money asked of a customer, once, and what the provider said to it. What it pays for is a mere reference. */
@Aggregate(type = "payment", cache = "aggregateCache", snapshotTriggerDefinition = "snapshotTrigger")
@Revision("1")
class Payment extends EventSourcedAggregate {

    private enum Status {
        REQUESTED,
        CAPTURED,
        DECLINED,
        FAILED
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private @Nullable Status status;
    private @Nullable String reference;
    private @Nullable Money amount;
    private @Nullable String providerReference;
    private @Nullable String provider;

    /** How often the provider was asked in vain. */
    private int failedAttempts;

    /** Paid where we can ask nobody: a refund is not asked for there either, but taken down as done. */
    private boolean paidElsewhere;

    private @Nullable Refunds refunds;

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
        provider = event.provider();
        paidElsewhere = event.method() == null;
    }

    /** Also of a payment that nobody waited for any more, or that was declined before: the money is there. */
    @CommandHandler
    void decide(CapturePayment command) {
        if (command.amount() != null && !command.amount().equals(amount)) {
            throw new PaymentRejection.AnotherAmount(command.paymentId(), amount, command.amount());
        }
        if (status != Status.CAPTURED) {
            apply(new PaymentCaptured(command.paymentId(), reference, amount, command.providerReference()));
        } else if (!command.providerReference().equals(providerReference)) {
            throw new PaymentRejection.AlreadyCaptured(command.paymentId(), providerReference);
        }
    }

    @EventSourcingHandler
    void evolve(PaymentCaptured event) {
        status = Status.CAPTURED;
        providerReference = event.providerReference();
        refunds = Refunds.of(event.amount());
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
    void decide(RecordFailedAttempt command) {
        if (status == Status.REQUESTED && command.attempt() > failedAttempts) {
            apply(new AttemptFailed(
                    command.paymentId(), reference, command.attempt(), command.reason(), command.again()));
        }
    }

    @EventSourcingHandler
    void evolve(AttemptFailed event) {
        failedAttempts = event.attempt();
    }

    @CommandHandler
    void decide(FailPayment command) {
        if (status == Status.REQUESTED) {
            apply(new PaymentFailed(command.paymentId(), reference, amount, command.reason()));
        }
    }

    @EventSourcingHandler
    void evolve(PaymentFailed event) {
        status = Status.FAILED;
    }

    @CommandHandler
    void decide(RequestRefund command) {
        if (status != Status.CAPTURED) {
            throw new PaymentRejection.NotCaptured(command.paymentId());
        }
        if (refunds.knows(command.refundId())) {
            return;
        }
        mustBeRefundable(command.amount());
        if (paidElsewhere) {
            apply(new PaymentRefunded(
                    command.paymentId(),
                    reference,
                    command.refundId(),
                    command.amount(),
                    command.refundId().value()));
            return;
        }
        apply(new RefundRequested(
                command.paymentId(),
                reference,
                command.refundId(),
                command.amount(),
                new ProviderCharge(provider, providerReference),
                Reason.of(command.reason())));
    }

    @EventSourcingHandler
    void evolve(RefundRequested event) {
        refunds.start(event.refundId(), event.amount());
    }

    @CommandHandler
    void decide(CompleteRefund command) {
        complete(command.paymentId(), command.refundId(), command.providerReference());
    }

    /** A refund that we know nothing of is the reconciliation's matter. */
    @CommandHandler
    void decide(AcknowledgeRefund command) {
        if (status == Status.CAPTURED) {
            refunds.matching(command.amount(), command.providerReference())
                    .ifPresent(id -> complete(command.paymentId(), id, command.providerReference()));
        }
    }

    private void complete(PaymentId id, RefundId refundId, String refundReference) {
        Money underWay = refunds == null ? null : refunds.underWay(refundId);
        if (underWay != null) {
            apply(new PaymentRefunded(id, reference, refundId, underWay, refundReference));
        }
    }

    @EventSourcingHandler
    void evolve(PaymentRefunded event) {
        refunds.complete(event.refundId(), event.amount(), event.providerReference());
    }

    @CommandHandler
    void decide(FailRefund command) {
        Money underWay = refunds == null ? null : refunds.underWay(command.refundId());
        if (underWay != null) {
            apply(new RefundFailed(command.paymentId(), reference, command.refundId(), underWay, command.reason()));
        }
    }

    @EventSourcingHandler
    void evolve(RefundFailed event) {
        refunds.fail(event.refundId());
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

    private void mustBeRefundable(Money wanted) {
        Money refundable = refunds.refundable();
        if (!wanted.currency().equals(refundable.currency())) {
            throw new PaymentRejection.CurrencyMismatch(refundable, wanted);
        }
        if (!wanted.isPositive()) {
            throw new PaymentRejection.NothingToRefund(wanted);
        }
        if (wanted.isMoreThan(refundable)) {
            throw new PaymentRejection.ExceedsCaptured(wanted, refundable);
        }
    }

    private boolean isFor(String reference, Money amount) {
        return reference.equals(this.reference) && amount.equals(this.amount);
    }
}
