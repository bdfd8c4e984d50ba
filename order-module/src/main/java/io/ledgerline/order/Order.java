package io.ledgerline.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Discount;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.ApplyDiscount;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.Recall;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.DiscountApplied;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderDelivered;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderEvent.ShippingAddressChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.RefundId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** What a customer wants, at prices that hold, and what of it is paid. */
@Aggregate(type = "order", cache = "aggregateCache", snapshotTriggerDefinition = "snapshotTrigger")
@Revision("2")
class Order extends EventSourcedAggregate {

    private enum Status {
        PENDING,
        CONFIRMED,
        PARTIALLY_SHIPPED,
        SHIPPED,
        DELIVERED,
        CANCELLED,
        RETURNED
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private @Nullable CustomerId customer;
    private @Nullable Status status;
    private @Nullable Goods goods;
    private @Nullable Balance balance;

    /** Null unless the order is pending because of it. */
    private @Nullable PendingChange change;

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
        customer = event.customerId();
        status = Status.PENDING;
        goods = Goods.of(event.lines());
        balance = Balance.of(event.total(), goods.value(event.total().currency()));
    }

    /** What was handled is answered before it gets here. */
    @CommandHandler
    void decide(Recall command) {
        throw new OrderRejection.NothingToRecall(command.orderId());
    }

    @CommandHandler
    void decide(ConfirmOrder command) {
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(command.orderId());
        }
        if (status == Status.PENDING && change == null) {
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
        mustNotHaveLeft(command.orderId());
        // The same request sent again is known by its id; any other comes too late.
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(command.orderId());
        }
        apply(new OrderCancelled(command.orderId(), command.cancellation()));
        refundWhatIsOwed(command.orderId(), command.cancellation().code());
    }

    @EventSourcingHandler
    void evolve(OrderCancelled event) {
        status = Status.CANCELLED;
        cancellation = event.cancellation();
        change = null;
        balance.cancel();
    }

    @CommandHandler
    void decide(RefuseOrder command) {
        if (status == Status.PENDING && change == null) {
            apply(new OrderCancelled(command.orderId(), command.cancellation()));
        } else if (status != Status.CANCELLED) {
            throw new OrderRejection.AlreadyConfirmed(command.orderId());
        }
    }

    @CommandHandler
    void decide(AddItem command) {
        mustBeOpen(command.orderId());
        OrderLine added = command.line();
        OrderLine there = goods.line(added.sku());
        if (there != null) {
            addTo(there, added, command.orderId());
            return;
        }
        if (goods.isFull()) {
            throw new OrderRejection.TooManyLines(Goods.MOST_LINES);
        }
        if (added.unitPrice().isNegative()) {
            throw new OrderRejection.NegativeAmount(added.unitPrice());
        }
        Money total = totalWith(added.unitPrice(), added.quantity().value());
        apply(new ItemAdded(command.orderId(), added.sku(), added.name(), added.quantity(), added.unitPrice(), total));
    }

    private void addTo(OrderLine there, OrderLine added, OrderId id) {
        if (!added.unitPrice().equals(there.unitPrice())) {
            throw new OrderRejection.ItemAtAnotherPrice(there.sku(), there.unitPrice(), added.unitPrice());
        }
        int sum = there.quantity().value() + added.quantity().value();
        if (sum > Quantity.MAX) {
            throw new OrderRejection.TooManyPieces(there.sku());
        }
        changeQuantity(there, Quantity.of(sum), id);
    }

    @EventSourcingHandler
    void evolve(ItemAdded event, @SequenceNumber long version) {
        pend(event.sku(), version);
        goods = goods.with(new OrderLine(event.sku(), event.name(), event.quantity(), event.unitPrice()));
        balance.owe(event.total());
    }

    @CommandHandler
    void decide(ChangeQuantity command) {
        mustBeOpen(command.orderId());
        OrderLine line = mustHave(command.sku(), command.orderId());
        if (!command.quantity().equals(line.quantity())) {
            changeQuantity(line, command.quantity(), command.orderId());
        }
    }

    private void changeQuantity(OrderLine line, Quantity quantity, OrderId id) {
        Money total =
                totalWith(line.unitPrice(), quantity.value() - line.quantity().value());
        mustCoverPayments(total);
        apply(new QuantityChanged(id, line.sku(), line.name(), line.quantity(), quantity, line.unitPrice(), total));
    }

    @EventSourcingHandler
    void evolve(QuantityChanged event, @SequenceNumber long version) {
        pend(event.sku(), version);
        goods = goods.with(new OrderLine(event.sku(), event.name(), event.newQuantity(), event.unitPrice()));
        balance.owe(event.total());
    }

    @CommandHandler
    void decide(RemoveItem command) {
        mustBeOpen(command.orderId());
        OrderLine line = mustHave(command.sku(), command.orderId());
        if (goods.isLast(line)) {
            throw new OrderRejection.LastItem(command.sku());
        }
        Money total = totalWith(line.unitPrice(), -line.quantity().value());
        mustCoverPayments(total);
        apply(new ItemRemoved(command.orderId(), line.sku(), line.name(), line.quantity(), line.unitPrice(), total));
    }

    @EventSourcingHandler
    void evolve(ItemRemoved event, @SequenceNumber long version) {
        pend(event.sku(), version);
        goods = goods.without(event.sku());
        balance.owe(event.total());
    }

    private void pend(Sku sku, long version) {
        status = Status.PENDING;
        change = new PendingChange(version, sku, goods);
    }

    @CommandHandler
    void decide(ConfirmChange command) {
        if (isPending(command.change())) {
            apply(new ChangeConfirmed(command.orderId(), command.change()));
        }
    }

    @EventSourcingHandler
    void evolve(ChangeConfirmed event) {
        status = Status.CONFIRMED;
        change = null;
    }

    @CommandHandler
    void decide(TakeBackChange command) {
        if (isPending(command.change())) {
            apply(new ChangeTakenBack(
                    command.orderId(),
                    command.change(),
                    change.sku(),
                    command.code(),
                    command.reason(),
                    command.lines(),
                    change.before().line(change.sku()),
                    // Anew, not as it was then: a refund may have made the order cheaper meanwhile.
                    balance.totalWith(change.before().value(balance.total().currency()))));
        }
    }

    @EventSourcingHandler
    void evolve(ChangeTakenBack event) {
        status = Status.CONFIRMED;
        goods = change.before();
        balance.owe(event.total());
        change = null;
    }

    @CommandHandler
    void decide(ChangeShippingAddress command) {
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(command.orderId());
        }
        mustNotHaveLeft(command.orderId());
        apply(new ShippingAddressChanged(command.orderId(), command.shippingAddress()));
    }

    /** Where it goes decides nothing. The handler is there so that its command is remembered. */
    @EventSourcingHandler
    void evolve(ShippingAddressChanged event) {}

    @CommandHandler
    void decide(ApplyDiscount command) {
        mustBeOpen(command.orderId());
        Money amount = command.amount();
        Money payable = balance.payable();
        if (!amount.currency().equals(payable.currency())) {
            throw new OrderRejection.CurrencyMismatch(payable, amount);
        }
        if (!amount.isPositive()) {
            throw new OrderRejection.NothingToPay(amount);
        }
        if (amount.isMoreThan(payable)) {
            throw new OrderRejection.DiscountExceedsOutstanding(amount, payable);
        }
        discount(command.orderId(), new Discount(amount, command.reason()));
    }

    private void discount(OrderId id, Discount discount) {
        apply(new DiscountApplied(
                id,
                discount.amount(),
                Reason.of(discount.reason()),
                balance.total().minus(discount.amount()),
                balance.outstanding().minus(discount.amount())));
    }

    @EventSourcingHandler
    void evolve(DiscountApplied event) {
        balance.discount(event.amount());
    }

    @CommandHandler
    void decide(ShipOrder command) {
        mustBeDecided(command.orderId());
        if (status != Status.CONFIRMED && status != Status.PARTIALLY_SHIPPED) {
            throw new OrderRejection.AlreadyShipped(command.orderId());
        }
        if (!balance.isSettled()) {
            throw new OrderRejection.NotPaid(command.orderId(), balance.outstanding());
        }
        List<Pieces> pieces = command.lines().isEmpty() ? goods.allLeft() : bySku(command.lines(), command.orderId());
        pieces.forEach(line -> {
            int left = goods.left(line.sku());
            if (line.quantity().value() > left) {
                throw new OrderRejection.ShipmentExceedsOrder(
                        line.sku(), line.quantity().value(), left);
            }
        });
        apply(new OrderShipped(
                command.orderId(),
                command.shipmentId(),
                pieces,
                command.carrier(),
                command.trackingNumber(),
                goods.ship(pieces).allLeft().isEmpty()));
    }

    @EventSourcingHandler
    void evolve(OrderShipped event) {
        goods = goods.ship(event.lines());
        status = event.complete() ? Status.SHIPPED : Status.PARTIALLY_SHIPPED;
    }

    @CommandHandler
    void decide(DeliverOrder command) {
        mustBeDecided(command.orderId());
        mustNotBeReturned(command.orderId());
        if (status == Status.CONFIRMED || status == Status.PARTIALLY_SHIPPED) {
            throw new OrderRejection.NotShipped(command.orderId());
        }
        if (status == Status.SHIPPED) {
            apply(new OrderDelivered(command.orderId()));
        }
    }

    @EventSourcingHandler
    void evolve(OrderDelivered event) {
        status = Status.DELIVERED;
    }

    @CommandHandler
    void decide(ReturnItems command) {
        mustBeDecided(command.orderId());
        mustNotBeReturned(command.orderId());
        if (status == Status.CONFIRMED) {
            throw new OrderRejection.NotShipped(command.orderId());
        }
        takeBack(
                command.orderId(),
                command.returnId(),
                returnable(command.lines(), command.orderId()),
                command.reason());
        refundWhatIsOwed(command.orderId(), "items_returned");
    }

    private List<Pieces> returnable(List<Pieces> lines, OrderId id) {
        List<Pieces> pieces = bySku(lines, id);
        pieces.forEach(line -> {
            int returnable = goods.returnable(line.sku());
            if (line.quantity().value() > returnable) {
                throw new OrderRejection.ReturnExceedsShipment(
                        line.sku(), line.quantity().value(), returnable);
            }
        });
        return pieces;
    }

    private void takeBack(OrderId id, String returnId, List<Pieces> pieces, String reason) {
        Goods kept = goods.take(pieces);
        Money worth = worth(kept);
        // Discounts may be more than what is kept; that isn't paid out.
        Money total = worth.isNegative() ? Money.zero(worth.currency()) : worth;
        apply(new ItemsReturned(
                id,
                returnId,
                pieces,
                Reason.of(reason),
                kept.isAllReturned(),
                total,
                balance.outstanding().minus(balance.total()).plus(total)));
    }

    private Money worth(Goods kept) {
        return balance.totalWith(kept.value(balance.total().currency()));
    }

    @EventSourcingHandler
    void evolve(ItemsReturned event) {
        goods = goods.take(event.lines());
        balance.owe(event.total());
        if (event.complete()) {
            status = Status.RETURNED;
        }
    }

    @CommandHandler
    void decide(StartPayment command) {
        mustBeDecided(command.orderId());
        mustBeUnpaid(command.orderId());
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
        customer = event.customerId();
        status = Status.DELIVERED;
        goods = Goods.delivered(event.lines());
        balance = Balance.of(event.total(), goods.value(event.total().currency()));
        if (event.paymentId() != null) {
            balance.receive(event.paymentId(), event.total());
            refunds.receive(event.paymentId(), event.total());
        }
    }

    @CommandHandler
    void decide(ImportCreditNote command) {
        OrderId id = command.orderId();
        if (refunds.knows(command.refundId())) {
            throw new OrderRejection.CreditNoteExists(id, command.number());
        }
        mustBeDecided(id);
        List<Pieces> pieces = returnable(command.returned(), id);
        Money left = command.discounts().stream().map(Discount::amount).reduce(worth(goods.take(pieces)), Money::minus);
        if (left.isNegative()
                || !balance.total().minus(left).equals(command.amount())
                || !refunds.covers(command.paymentId(), command.amount())) {
            throw new OrderRejection.CreditNoteDiffers(id, command.number(), command.amount());
        }
        if (!pieces.isEmpty()) {
            takeBack(id, command.number(), pieces, "credit note " + command.number());
        }
        command.discounts().forEach(discount -> discount(id, discount));
        apply(new RefundStarted(
                id, command.paymentId(), command.refundId(), command.amount(), ImportCreditNote.REASON));
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
        // What is worth nothing any more can't be cheaper: then all of it was owed, and a refund under way is too much.
        Money most = balance.total();
        return beyond.isPositive() ? (beyond.isMoreThan(most) ? most : beyond) : none;
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

    /** Placing one under an id that is taken says so to everyone: it can't be told otherwise why it isn't placed. */
    @Override
    protected void mustBeOf(CustomerId caller, Object command) {
        if (!(command instanceof PlaceOrder) && !caller.equals(customer)) {
            throw new OrderRejection.Unknown(((OrderCommand) command).orderId());
        }
    }

    private void mustBeNew(OrderId id) {
        if (streamId != null) {
            throw new OrderRejection.OrderExists(id);
        }
    }

    /** Open for changes of what is on it. */
    private void mustBeOpen(OrderId id) {
        mustBeDecided(id);
        if (status != Status.CONFIRMED) {
            throw new OrderRejection.AlreadyShipped(id);
        }
        mustBeUnpaid(id);
    }

    /** Neither pending nor cancelled. */
    private void mustBeDecided(OrderId id) {
        if (status == Status.PENDING) {
            throw new OrderRejection.NotConfirmed(id);
        }
        if (status == Status.CANCELLED) {
            throw new OrderRejection.Cancelled(id);
        }
    }

    private void mustBeUnpaid(OrderId id) {
        if (balance.isSettled()) {
            throw new OrderRejection.AlreadyPaid(id);
        }
    }

    private OrderLine mustHave(Sku sku, OrderId id) {
        OrderLine line = goods.line(sku);
        if (line == null) {
            throw new OrderRejection.ItemNotFound(id, sku);
        }
        return line;
    }

    private void mustCoverPayments(Money total) {
        if (balance.committed().isMoreThan(total)) {
            throw new OrderRejection.BelowPaid(total, balance.committed());
        }
    }

    private Money totalWith(Money unitPrice, int pieces) {
        if (!unitPrice.currency().equals(balance.total().currency())) {
            throw new OrderRejection.CurrencyMismatch(balance.total(), unitPrice);
        }
        try {
            return balance.total().plus(unitPrice.times(pieces));
        } catch (InvalidValue tooLarge) {
            throw new OrderRejection.TotalTooLarge();
        }
    }

    private boolean isPending(long version) {
        return change != null && change.version() == version;
    }

    /** One for each sku. */
    private List<Pieces> bySku(List<Pieces> lines, OrderId id) {
        Map<Sku, Integer> sums = new LinkedHashMap<>();
        lines.forEach(line -> sums.merge(line.sku(), line.quantity().value(), Integer::sum));
        sums.forEach((sku, sum) -> {
            if (goods.line(sku) == null) {
                throw new OrderRejection.UnknownItem(id, sku);
            }
            if (sum > Quantity.MAX) {
                throw new OrderRejection.TooManyPieces(sku);
            }
        });
        return sums.entrySet().stream()
                .map(entry -> new Pieces(entry.getKey(), Quantity.of(entry.getValue())))
                .toList();
    }

    private void mustNotHaveLeft(OrderId id) {
        if (status != Status.PENDING && status != Status.CONFIRMED && status != Status.CANCELLED) {
            throw new OrderRejection.AlreadyShipped(id);
        }
    }

    private void mustNotBeReturned(OrderId id) {
        if (status == Status.RETURNED) {
            throw new OrderRejection.AlreadyReturned(id);
        }
    }
}
