package io.ledgerline.query.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderEvent;
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
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Moment;
import io.ledgerline.query.Newest;
import io.ledgerline.query.ViewRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order as its events made it. Personal data is still encrypted.
 *
 * @param customerName null if none was given
 * @param shippingAddress an {@link io.ledgerline.order.api.Address} as encrypted JSON; null on an imported order
 * @param country as invoiced, on an imported order only
 * @param cancellation null unless cancelled
 * @param beingPaid payments under way
 * @param placedAt effective time
 * @param updatedAt effective time
 */
public record OrderView(
        OrderId orderId,
        CustomerId customerId,
        @Nullable Encrypted customerName,
        @Nullable Encrypted shippingAddress,
        @Nullable String country,
        OrderStatus status,
        @Nullable Cancellation cancellation,
        List<Line> lines,
        List<Charge> charges,
        Balance balance,
        List<PaymentUnderWay> beingPaid,
        Instant placedAt,
        Instant updatedAt,
        long version)
        implements ViewRow, Newest<OrderView> {

    /** Goods at the price at the time of ordering. An imported order may have several lines of one sku. */
    public record Line(Sku sku, String name, int quantity, int shipped, int returned, Money unitPrice) {

        /** As ordered. */
        Money total() {
            return unitPrice.times(quantity);
        }

        Money kept() {
            return unitPrice.times(quantity - returned);
        }

        Line ship(int pieces) {
            return new Line(sku, name, quantity, shipped + pieces, returned, unitPrice);
        }

        Line take(int pieces) {
            return new Line(sku, name, quantity, shipped, returned + pieces, unitPrice);
        }
    }

    public record PaymentUnderWay(PaymentId paymentId, Money amount) {}

    /**
     * The state after one more event. Pure, so any state of the past can be made again.
     *
     * @param order null before the first event
     */
    public static OrderView evolve(@Nullable OrderView order, OrderEvent event, Moment moment) {
        if (event instanceof OrderPlaced placed) {
            return placed(placed, moment);
        }
        if (event instanceof OrderImported imported) {
            return imported(imported, moment);
        }
        if (order == null) {
            throw new IllegalStateException("an order begins by being placed or imported");
        }
        if (event instanceof OrderConfirmed || event instanceof ChangeConfirmed) {
            return order.with(open(order.balance), order.balance, order.beingPaid, moment);
        }
        if (event instanceof OrderCancelled cancelled) {
            return order.cancelled(cancelled, moment);
        }
        if (event instanceof ItemAdded added) {
            var line = new OrderLine(added.sku(), added.name(), added.quantity(), added.unitPrice());
            return order.changed(order.linesWith(line(line, 0)), added.total(), true, moment);
        }
        if (event instanceof QuantityChanged changed) {
            var line = new OrderLine(changed.sku(), changed.name(), changed.newQuantity(), changed.unitPrice());
            return order.changed(order.linesWith(line(line, 0)), changed.total(), true, moment);
        }
        if (event instanceof ItemRemoved removed) {
            return order.changed(order.linesWithout(removed.sku()), removed.total(), true, moment);
        }
        if (event instanceof ChangeTakenBack back) {
            List<Line> lines =
                    back.line() == null ? order.linesWithout(back.sku()) : order.linesWith(line(back.line(), 0));
            return order.changed(lines, back.total(), false, moment);
        }
        if (event instanceof ShippingAddressChanged changed) {
            return order.sentTo(changed.shippingAddress(), moment);
        }
        if (event instanceof DiscountApplied applied) {
            return order.discounted(applied, moment);
        }
        if (event instanceof OrderShipped shipped) {
            OrderStatus next = shipped.complete() ? OrderStatus.SHIPPED : OrderStatus.PARTIALLY_SHIPPED;
            return order.with(order.moved(shipped.lines(), Line::shipped, Line::ship), next, order.balance, moment);
        }
        if (event instanceof OrderDelivered) {
            return order.with(OrderStatus.DELIVERED, order.balance, order.beingPaid, moment);
        }
        if (event instanceof ItemsReturned returned) {
            return order.returned(returned, moment);
        }
        if (event instanceof PaymentStarted started) {
            var payment = new PaymentUnderWay(started.paymentId(), started.amount());
            return order.with(
                    order.status,
                    order.balance,
                    Stream.concat(order.beingPaid.stream(), Stream.of(payment)).toList(),
                    moment);
        }
        if (event instanceof PaymentReceived received) {
            return order.received(received, moment);
        }
        if (event instanceof PaymentFailed failed) {
            return order.with(order.status, order.balance, order.beingPaidWithout(failed.paymentId()), moment);
        }
        if (event instanceof RefundRecorded refund) {
            return order.with(
                    order.status, order.balance.refunded(refund.amount(), refund.discount()), order.beingPaid, moment);
        }
        if (event instanceof RefundStarted || event instanceof RefundFailed) {
            return order.with(order.status, order.balance, order.beingPaid, moment);
        }
        throw new IllegalStateException(
                "this view doesn't know " + event.getClass().getSimpleName());
    }

    private static OrderView placed(OrderPlaced placed, Moment moment) {
        List<Line> lines = placed.lines().stream().map(line -> line(line, 0)).toList();
        return new OrderView(
                placed.orderId(),
                placed.customerId(),
                placed.customerName(),
                placed.shippingAddress(),
                null,
                OrderStatus.PENDING,
                null,
                lines,
                placed.charges(),
                Balance.due(due(lines, placed.charges(), placed.total())),
                List.of(),
                moment.effectiveAt(),
                moment.effectiveAt(),
                moment.version());
    }

    private static OrderView imported(OrderImported imported, Moment moment) {
        List<Line> lines = imported.lines().stream()
                .map(line -> line(line, line.quantity().value()))
                .toList();
        Money total = due(lines, imported.charges(), imported.total());
        return new OrderView(
                imported.orderId(),
                imported.customerId(),
                null,
                null,
                imported.country(),
                OrderStatus.DELIVERED,
                null,
                lines,
                imported.charges(),
                Balance.due(total).received(total),
                List.of(),
                moment.effectiveAt(),
                moment.effectiveAt(),
                moment.version());
    }

    /** Of a confirmed order, of which nothing is shipped yet. */
    private OrderView changed(List<Line> lines, Money total, boolean pending, Moment moment) {
        Balance after = balance.of(due(lines, charges, balance.discount(), total));
        return with(lines, pending ? OrderStatus.PENDING : open(after), after, moment);
    }

    private OrderView discounted(DiscountApplied applied, Moment moment) {
        Money discount = balance.discount().plus(applied.amount());
        Balance after = balance.discounted(applied.amount(), due(lines, charges, discount, applied.total()));
        return with(settledOrNot(after), after, beingPaid, moment);
    }

    private OrderView returned(ItemsReturned returned, Moment moment) {
        List<Line> kept = moved(returned.lines(), Line::returned, Line::take);
        Balance after = balance.of(due(kept, charges, balance.discount(), returned.total()));
        return with(kept, returned.complete() ? OrderStatus.RETURNED : status, after, moment);
    }

    /** Of several lines of one sku the first ones move first. */
    private List<Line> moved(List<Pieces> pieces, ToIntFunction<Line> moved, BiFunction<Line, Integer, Line> move) {
        Map<Sku, Integer> left = new HashMap<>();
        pieces.forEach(each -> left.put(each.sku(), each.quantity().value()));
        return lines.stream()
                .map(line -> {
                    int now = Math.min(left.getOrDefault(line.sku(), 0), line.quantity() - moved.applyAsInt(line));
                    left.merge(line.sku(), -now, Integer::sum);
                    return now == 0 ? line : move.apply(line, now);
                })
                .toList();
    }

    private OrderView sentTo(Encrypted address, Moment moment) {
        return new OrderView(
                orderId,
                customerId,
                customerName,
                address,
                country,
                status,
                cancellation,
                lines,
                charges,
                balance,
                beingPaid,
                placedAt,
                moment.effectiveAt(),
                moment.version());
    }

    private List<Line> linesWith(Line line) {
        List<Line> changed = new ArrayList<>(lines);
        changed.replaceAll(each -> each.sku().equals(line.sku()) ? line : each);
        return changed.contains(line)
                ? List.copyOf(changed)
                : Stream.concat(lines.stream(), Stream.of(line)).toList();
    }

    private List<Line> linesWithout(Sku sku) {
        return lines.stream().filter(line -> !line.sku().equals(sku)).toList();
    }

    private OrderView cancelled(OrderCancelled cancelled, Moment moment) {
        return new OrderView(
                orderId,
                customerId,
                customerName,
                shippingAddress,
                country,
                OrderStatus.CANCELLED,
                cancelled.cancellation(),
                lines,
                charges,
                balance.cancelled(),
                beingPaid,
                placedAt,
                moment.effectiveAt(),
                moment.version());
    }

    /** Late money, after a cancellation, is counted and changes nothing else. */
    private OrderView received(PaymentReceived received, Moment moment) {
        Balance after = balance.received(received.amount());
        return with(settledOrNot(after), after, beingPaidWithout(received.paymentId()), moment);
    }

    /** Of an order that is open; any other stays what it is, whatever is paid or given away. */
    private OrderStatus settledOrNot(Balance after) {
        return status == OrderStatus.CONFIRMED ? open(after) : status;
    }

    private List<PaymentUnderWay> beingPaidWithout(PaymentId paymentId) {
        return beingPaid.stream()
                .filter(payment -> !payment.paymentId().equals(paymentId))
                .toList();
    }

    private OrderView with(OrderStatus status, Balance balance, List<PaymentUnderWay> beingPaid, Moment moment) {
        return with(lines, status, balance, beingPaid, moment);
    }

    private OrderView with(List<Line> lines, OrderStatus status, Balance balance, Moment moment) {
        return with(lines, status, balance, beingPaid, moment);
    }

    private OrderView with(
            List<Line> lines, OrderStatus status, Balance balance, List<PaymentUnderWay> beingPaid, Moment moment) {
        return new OrderView(
                orderId,
                customerId,
                customerName,
                shippingAddress,
                country,
                status,
                cancellation,
                lines,
                charges,
                balance,
                beingPaid,
                placedAt,
                moment.effectiveAt(),
                moment.version());
    }

    private static OrderStatus open(Balance balance) {
        return balance.settled() ? OrderStatus.PAID : OrderStatus.CONFIRMED;
    }

    private static Line line(OrderLine line, int shipped) {
        return new Line(line.sku(), line.name(), line.quantity().value(), shipped, 0, line.unitPrice());
    }

    /** By the formula, not by what the event says: the view must not trust a sum that it can check. */
    private static Money due(List<Line> lines, List<Charge> charges, Money said) {
        return checked(worth(lines, charges, Money.zero(said.currency())), said);
    }

    /** After a return more may have been given away than is kept; that isn't paid out. */
    private static Money due(List<Line> lines, List<Charge> charges, Money discount, Money said) {
        Money worth = worth(lines, charges, discount);
        return checked(worth.isNegative() ? Money.zero(said.currency()) : worth, said);
    }

    private static Money worth(List<Line> lines, List<Charge> charges, Money discount) {
        return Stream.concat(lines.stream().map(Line::kept), charges.stream().map(Charge::amount))
                .reduce(Money.zero(discount.currency()), Money::plus)
                .minus(discount);
    }

    private static Money checked(Money sum, Money said) {
        if (!sum.equals(said)) {
            throw new IllegalStateException("the order's total is said to be %s and is %s".formatted(said, sum));
        }
        return sum;
    }

    /**
     * Whether the process has nothing left to do: stock is decided upon, and no money is under way, neither to the shop nor
     * back to the customer.
     */
    public boolean settled() {
        return status != OrderStatus.PENDING
                && beingPaid.isEmpty()
                && !balance().outstanding().isNegative();
    }

    @Override
    public String key() {
        return orderId.value();
    }

    @Override
    public OrderView newest(OrderView other) {
        return other.version > version ? other : this;
    }
}
