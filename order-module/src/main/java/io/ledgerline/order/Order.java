package io.ledgerline.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.RefundId;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** What a customer wants, at prices that hold, and what of it is paid. */
@Aggregate(type = "order")
class Order extends EventSourcedAggregate {

    private enum Status {
        PENDING,
        CONFIRMED,
        DELIVERED,
        CANCELLED
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private @Nullable Status status;
    private @Nullable Balance balance;
    private OwedRefunds refunds = new OwedRefunds();
    private @Nullable Cancellation cancellation;

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(PlaceOrder command) {
        mustBeNew(command.orderId());
        Pricing pricing = new Pricing(command.lines(), command.charges());
        pricing.mustBeForSale();
        apply(new OrderPlaced(
                command.orderId(),
                command.customerId(),
                command.customerName(),
                command.shippingAddress(),
                command.lines(),
                command.charges(),
                pricing.total()));
    }

    @EventSourcingHandler
    void evolve(OrderPlaced event) {
        streamId = event.orderId().stream();
        status = Status.PENDING;
        balance = Balance.of(event.total());
    }

    @CommandHandler
    void decide(ConfirmOrder command) {
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(command.orderId());
        }
        if (status == Status.PENDING) {
            apply(new OrderConfirmed(command.orderId()));
        }
    }

    @EventSourcingHandler
    void evolve(OrderConfirmed event) {
        status = Status.CONFIRMED;
    }

    /** Also of an order that is paid, or being paid: the money is then owed to the customer. */
    @CommandHandler
    void decide(CancelOrder command) {
        if (status == Status.DELIVERED) {
            throw new OrderRejection.AlreadyShipped(command.orderId());
        }
        if (status != Status.CANCELLED) {
            apply(new OrderCancelled(command.orderId(), command.cancellation()));
            refundWhatIsOwed(command.orderId(), command.cancellation().code());
        } else if (!command.cancellation().equals(cancellation)) {
            throw new OrderRejection.Cancelled(command.orderId());
        }
    }

    @EventSourcingHandler
    void evolve(OrderCancelled event) {
        status = Status.CANCELLED;
        cancellation = event.cancellation();
        balance.cancel();
    }

    @CommandHandler
    void decide(RefuseOrder command) {
        if (status == Status.PENDING) {
            apply(new OrderCancelled(command.orderId(), command.cancellation()));
        } else if (status != Status.CANCELLED) {
            throw new OrderRejection.AlreadyConfirmed(command.orderId());
        }
    }

    @CommandHandler
    void decide(StartPayment command) {
        mustBePayable(command.orderId());
        if (balance.knows(command.paymentId())) {
            throw new OrderRejection.PaymentExists(command.paymentId());
        }
        Money payable = balance.payable();
        Money amount = command.amount() == null ? payable : command.amount();
        if (!amount.currency().equals(payable.currency())) {
            throw new OrderRejection.CurrencyMismatch(payable, amount);
        }
        if (amount.isMoreThan(payable) || payable.isZero()) {
            throw new OrderRejection.ExceedsOutstanding(amount, payable);
        }
        if (!amount.isPositive()) {
            throw new OrderRejection.NothingToPay(amount);
        }
        apply(new PaymentStarted(command.orderId(), command.paymentId(), amount, command.method()));
    }

    @EventSourcingHandler
    void evolve(PaymentStarted event) {
        balance.start(event.paymentId(), event.amount());
    }

    /**
     * Money that has come is taken down whatever has become of the order, so that what the provider holds and what the
     * order shows agree; on a cancelled order it makes the outstanding amount negative, which is what is to be refunded.
     */
    @CommandHandler
    void decide(RecordPayment command) {
        if (!balance.hasReceived(command.paymentId())) {
            apply(new PaymentReceived(
                    command.orderId(),
                    command.paymentId(),
                    command.amount(),
                    balance.outstanding().minus(command.amount())));
            refundWhatIsOwed(command.orderId(), status == Status.CANCELLED ? "order_cancelled" : "paid_too_much");
        }
    }

    @EventSourcingHandler
    void evolve(PaymentReceived event) {
        balance.receive(event.paymentId(), event.amount());
        refunds.receive(event.paymentId(), event.amount());
    }

    @CommandHandler
    void decide(RecordFailedPayment command) {
        Money amount = balance.underWay(command.paymentId());
        if (amount != null) {
            apply(new PaymentFailed(command.orderId(), command.paymentId(), amount, command.reason()));
        }
    }

    @EventSourcingHandler
    void evolve(PaymentFailed event) {
        balance.fail(event.paymentId());
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ImportOrder command) {
        mustBeNew(command.orderId());
        apply(new OrderImported(
                command.orderId(),
                command.customerId(),
                command.lines(),
                command.charges(),
                new Pricing(command.lines(), command.charges()).total(),
                command.country(),
                command.paymentId()));
    }

    @EventSourcingHandler
    void evolve(OrderImported event) {
        streamId = event.orderId().stream();
        status = Status.DELIVERED;
        balance = Balance.of(event.total());
        if (event.paymentId() != null) {
            balance.receive(event.paymentId(), event.total());
            refunds.receive(event.paymentId(), event.total());
        }
    }

    /**
     * Of an order that is confirmed and not paid, and only of that: however late this comes, a paid one stays. While a
     * change to it is pending it can't be told.
     */
    @CommandHandler
    void decide(ExpireOrder command) {
        if (status == Status.PENDING) {
            throw new OrderRejection.NotConfirmed(command.orderId());
        }
        if (status == Status.CONFIRMED && balance.outstanding().isPositive()) {
            apply(new OrderCancelled(command.orderId(), command.cancellation()));
            refundWhatIsOwed(command.orderId(), command.cancellation().code());
        }
    }

    /** Once, whatever is sent twice: what is on its way is no longer owed. */
    private void refundWhatIsOwed(OrderId id, String reason) {
        for (OwedRefunds.Part part : refunds.toStart(balance.owed())) {
            byte[] name = (id + "/refund/" + refunds.started()).getBytes(UTF_8);
            RefundId refund = new RefundId(UUID.nameUUIDFromBytes(name).toString());
            apply(new RefundStarted(id, part.paymentId(), refund, part.amount(), reason));
        }
    }

    @EventSourcingHandler
    void evolve(RefundStarted event) {
        refunds.start(event.refundId(), event.paymentId(), event.amount());
    }

    /** What goes back without being owed makes the order cheaper. */
    @CommandHandler
    void decide(RecordRefund command) {
        if (refunds.isOver(command.refundId())) {
            return;
        }
        Money discount = discount(command);
        apply(new RefundRecorded(
                command.orderId(),
                command.paymentId(),
                command.refundId(),
                command.amount(),
                discount,
                balance.outstanding().plus(command.amount()).minus(discount)));
        refundWhatIsOwed(command.orderId(), "paid_too_much");
    }

    private Money discount(RecordRefund command) {
        Money none = Money.zero(command.amount().currency());
        if (status == Status.CANCELLED || refunds.underWay(command.refundId()) != null) {
            return none;
        }
        Money beyond = command.amount().minus(refunds.uncovered(balance.owed()));
        return beyond.isPositive() ? beyond : none;
    }

    @EventSourcingHandler
    void evolve(RefundRecorded event) {
        balance.refund(event.amount(), event.discount());
        refunds.complete(event.refundId(), event.paymentId(), event.amount());
    }

    /** Tried again only if less is owed by now: something else has gone back meanwhile, and that was in its way. */
    @CommandHandler
    void decide(RecordFailedRefund command) {
        OwedRefunds.Part part = refunds.underWay(command.refundId());
        if (part != null) {
            apply(new RefundFailed(
                    command.orderId(), command.paymentId(), command.refundId(), part.amount(), command.reason()));
            if (part.amount().isMoreThan(refunds.uncovered(balance.owed()))) {
                refundWhatIsOwed(command.orderId(), "paid_too_much");
            }
        }
    }

    @EventSourcingHandler
    void evolve(RefundFailed event) {
        refunds.fail(event.refundId(), event.paymentId(), event.amount());
    }

    private void mustBeNew(OrderId id) {
        if (streamId != null) {
            throw new OrderRejection.OrderExists(id);
        }
    }

    private void mustBePayable(OrderId id) {
        if (status == Status.PENDING) {
            throw new OrderRejection.NotConfirmed(id);
        }
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(id);
        }
        if (balance.isSettled()) {
            throw new OrderRejection.AlreadyPaid(id);
        }
    }
}
