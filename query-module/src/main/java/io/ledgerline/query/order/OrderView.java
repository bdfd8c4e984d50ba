package io.ledgerline.query.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderEvent;
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
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Moment;
import io.ledgerline.query.Newest;
import io.ledgerline.query.ViewRow;
import java.time.Instant;
import java.util.List;
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

        Money total() {
            return unitPrice.times(quantity);
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
        if (event instanceof OrderConfirmed) {
            return order.with(open(order.balance), order.balance, order.beingPaid, moment);
        }
        if (event instanceof OrderCancelled cancelled) {
            return order.cancelled(cancelled, moment);
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
        OrderStatus next = status == OrderStatus.CONFIRMED ? open(after) : status;
        return with(next, after, beingPaidWithout(received.paymentId()), moment);
    }

    private List<PaymentUnderWay> beingPaidWithout(PaymentId paymentId) {
        return beingPaid.stream()
                .filter(payment -> !payment.paymentId().equals(paymentId))
                .toList();
    }

    private OrderView with(OrderStatus status, Balance balance, List<PaymentUnderWay> beingPaid, Moment moment) {
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
        Money sum = Stream.concat(
                        lines.stream().map(Line::total), charges.stream().map(Charge::amount))
                .reduce(Money.zero(said.currency()), Money::plus);
        if (!sum.equals(said)) {
            throw new IllegalStateException("the order's total is said to be %s and is %s".formatted(said, sum));
        }
        return sum;
    }

    /** Whether the process has nothing left to do: stock is decided upon, and no payment is under way. */
    public boolean settled() {
        return status != OrderStatus.PENDING && beingPaid.isEmpty();
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
