package io.ledgerline.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.Snapshots;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
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
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
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
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever is asked of an order, in whatever order: its money adds up at every version. */
class OrderMoneyLawsTest {

    private static final OrderId ID = new OrderId("75");
    private static final Cancellation CANCELLATION = new Cancellation("any", "any", List.of());

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(Order.class);

    private Map<Sku, OrderLine> lines = new LinkedHashMap<>();
    private List<Charge> charges = List.of();

    /** What was on the order before a change that is pending; null if none is. */
    private @Nullable Map<Sku, OrderLine> before;

    private final Map<Sku, Integer> shipped = new HashMap<>();
    private final Map<Sku, Integer> returned = new HashMap<>();
    private Money discount = gbp(0);
    private Money total = gbp(0);
    private Money paid = gbp(0);
    private final Map<PaymentId, Money> underWay = new HashMap<>();
    private final Set<PaymentId> received = new HashSet<>();
    private Money refunded = gbp(0);
    private final Map<RefundId, Money> refundsUnderWay = new HashMap<>();
    private final Set<RefundId> refundsDone = new HashSet<>();
    private boolean cancelled;
    private boolean confirmed;

    @RepeatedTest(30)
    void moneyAddsUp() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        aggregates.send(anyOrder(random));
        int seen = 0;
        for (int step = 0; step < 100; step++) {
            List<Object> events = aggregates.events();
            for (Object event : events.subList(seen, events.size())) {
                add(event, "seed %d step %d: %s".formatted(seed, step, event));
            }
            seen = events.size();
            aggregates.send(any(random));
        }
        Snapshots.makeNoDifference(Order.class, aggregates.log(), random, "seed " + seed);
    }

    private void add(Object event, String context) {
        if (event instanceof OrderPlaced placed) {
            placed.lines().forEach(this::put);
            charges = placed.charges();
            addsUp(placed.total(), context);
        } else if (event instanceof ItemAdded added) {
            assertThat(lines).as(context).doesNotContainKey(added.sku());
            pend(context);
            put(new OrderLine(added.sku(), added.name(), added.quantity(), added.unitPrice()));
            addsUp(added.total(), context);
        } else if (event instanceof QuantityChanged changed) {
            assertThat(lines.get(changed.sku()).quantity()).as(context).isEqualTo(changed.oldQuantity());
            pend(context);
            put(new OrderLine(changed.sku(), changed.name(), changed.newQuantity(), changed.unitPrice()));
            addsUp(changed.total(), context);
            coversPayments(changed.oldQuantity().compareTo(changed.newQuantity()) > 0, context);
        } else if (event instanceof ItemRemoved removed) {
            pend(context);
            assertThat(lines.remove(removed.sku()).quantity()).as(context).isEqualTo(removed.quantity());
            assertThat(lines).as(context).isNotEmpty();
            addsUp(removed.total(), context);
            coversPayments(true, context);
        } else if (event instanceof ChangeConfirmed) {
            assertThat(before).as(context).isNotNull();
            before = null;
        } else if (event instanceof ChangeTakenBack back) {
            assertThat(before).as(context).isNotNull();
            lines = before;
            before = null;
            assertThat(lines.get(back.sku())).as(context).isEqualTo(back.line());
            addsUp(back.total(), context);
        } else if (event instanceof DiscountApplied applied) {
            discount = discount.plus(applied.amount());
            addsUp(applied.total(), context);
            coversPayments(true, context);
            assertThat(applied.outstanding()).as(context).isEqualTo(total.minus(paid.minus(refunded)));
        } else if (event instanceof OrderShipped shipment) {
            assertThat(isPaid()).as(context).isTrue();
            shipment.lines()
                    .forEach(line -> shipped.merge(line.sku(), line.quantity().value(), Integer::sum));
            shipped.forEach((sku, pieces) -> assertThat(pieces)
                    .as(context)
                    .isLessThanOrEqualTo(lines.get(sku).quantity().value()));
        } else if (event instanceof ItemsReturned back) {
            back.lines()
                    .forEach(line -> returned.merge(line.sku(), line.quantity().value(), Integer::sum));
            returned.forEach((sku, pieces) -> assertThat(pieces).as(context).isLessThanOrEqualTo(shipped.get(sku)));
            addsUp(back.total(), context);
            assertThat(back.outstanding()).as(context).isEqualTo(total.minus(paid.minus(refunded)));
        } else if (event instanceof OrderConfirmed) {
            assertThat(confirmed || cancelled).as(context).isFalse();
            confirmed = true;
        } else if (event instanceof OrderDelivered) {
            assertThat(isAllShipped()).as(context).isTrue();
        } else if (event instanceof OrderCancelled) {
            assertThat(cancelled || !shipped.isEmpty()).as(context).isFalse();
            cancelled = true;
            before = null;
            total = gbp(0);
        } else if (event instanceof PaymentStarted started) {
            assertThat(confirmed && !cancelled && before == null).as(context).isTrue();
            assertThat(started.amount().isPositive()).as(context).isTrue();
            assertThat(underWay.put(started.paymentId(), started.amount()))
                    .as(context)
                    .isNull();
            Money committed = underWay.values().stream().reduce(paid.minus(refunded), Money::plus);
            assertThat(committed.isMoreThan(total)).as(context).isFalse();
        } else if (event instanceof PaymentReceived money) {
            underWay.remove(money.paymentId());
            assertThat(received.add(money.paymentId())).as(context).isTrue();
            paid = paid.plus(money.amount());
            assertThat(money.outstanding()).as(context).isEqualTo(total.minus(paid.minus(refunded)));
        } else if (event instanceof PaymentFailed failed) {
            assertThat(underWay.remove(failed.paymentId())).as(context).isEqualTo(failed.amount());
        } else if (event instanceof RefundStarted refund) {
            assertThat(refundsUnderWay.put(refund.refundId(), refund.amount()))
                    .as(context)
                    .isNull();
            Money back = refundsUnderWay.values().stream().reduce(refunded, Money::plus);
            assertThat(back.isMoreThan(paid.minus(total))).as(context).isFalse();
        } else if (event instanceof RefundRecorded refund) {
            refundsUnderWay.remove(refund.refundId());
            assertThat(refundsDone.add(refund.refundId())).as(context).isTrue();
            refunded = refunded.plus(refund.amount());
            total = total.minus(refund.discount());
            discount = discount.plus(refund.discount());
            assertThat(refund.discount().isMoreThan(refund.amount()))
                    .as(context)
                    .isFalse();
            assertThat(refund.outstanding()).as(context).isEqualTo(total.minus(paid.minus(refunded)));
        } else if (event instanceof RefundFailed refund) {
            assertThat(refundsUnderWay.remove(refund.refundId())).as(context).isEqualTo(refund.amount());
        }
    }

    private void put(OrderLine line) {
        lines.put(line.sku(), line);
    }

    private void pend(String context) {
        assertThat(confirmed && !cancelled && before == null && !isPaid())
                .as(context)
                .isTrue();
        before = new LinkedHashMap<>(lines);
    }

    private boolean isPaid() {
        return !total.minus(paid.minus(refunded)).isPositive();
    }

    private boolean isAllShipped() {
        return lines.values().stream()
                .allMatch(line ->
                        shipped.getOrDefault(line.sku(), 0) == line.quantity().value());
    }

    private void addsUp(Money said, String context) {
        Money expected = gbp(0);
        for (OrderLine line : lines.values()) {
            int kept = line.quantity().value() - returned.getOrDefault(line.sku(), 0);
            expected = expected.plus(line.unitPrice().times(kept));
        }
        for (Charge charge : charges) {
            expected = expected.plus(charge.amount());
        }
        expected = expected.minus(discount);
        assertThat(said).as(context).isEqualTo(expected.isNegative() ? gbp(0) : expected);
        total = said;
    }

    /** Money that nobody asked for may make it worth less than is paid; a change may not. */
    private void coversPayments(boolean lessThanBefore, String context) {
        Money committed = underWay.values().stream().reduce(paid.minus(refunded), Money::plus);
        assertThat(lessThanBefore && committed.isMoreThan(total)).as(context).isFalse();
    }

    private static PlaceOrder anyOrder(Random random) {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            lines.add(new OrderLine(
                    new Sku("sku " + i), "Any", Quantity.of(1 + random.nextInt(50)), gbp(random.nextInt(10_000))));
        }
        List<Charge> charges =
                random.nextBoolean() ? List.of(new Charge("POST", "Postage", gbp(random.nextInt(500)))) : List.of();
        return new PlaceOrder(ID, new CustomerId("any"), null, new Encrypted("any"), lines, charges);
    }

    private OrderCommand any(Random random) {
        Sku sku = new Sku("sku " + random.nextInt(7));
        Quantity quantity = Quantity.of(1 + random.nextInt(50));
        PaymentId id = new PaymentId("pay-" + random.nextInt(20));
        Money amount = random.nextInt(4) == 0 ? null : gbp(random.nextInt(20_000) - 100);
        return switch (random.nextInt(40)) {
            case 0 -> new CancelOrder(ID, CANCELLATION);
            case 1 -> new RefuseOrder(ID, CANCELLATION);
            case 2, 3, 4, 5 -> new ConfirmOrder(ID);
            case 6 -> new ExpireOrder(ID, CANCELLATION);
            case 7 -> new DeliverOrder(ID);
            case 8 -> new ChangeShippingAddress(ID, new Encrypted("any"));
            default ->
                switch (random.nextInt(16)) {
                    case 12 -> {
                        RefundId refund = anyRefund(random);
                        yield new RecordRefund(ID, id, refund, refundsUnderWay.getOrDefault(refund, gbp(50)));
                    }
                    case 13 -> new RecordFailedRefund(ID, id, anyRefund(random), "no_answer");
                    case 0 -> new StartPayment(ID, id, amount, new PaymentMethod("card", "tok_ok"));
                    case 1 -> new RecordPayment(ID, id, underWay.getOrDefault(id, gbp(100)));
                    case 2 -> new RecordFailedPayment(ID, id, "declined");
                    case 3 -> new AddItem(ID, new OrderLine(sku, "Any", quantity, price(sku, random)));
                    case 4, 5 -> new ChangeQuantity(ID, sku, quantity);
                    case 6 -> new RemoveItem(ID, sku);
                    case 8 -> new ApplyDiscount(ID, gbp(random.nextInt(2_000)), "any");
                    case 9, 10 -> new ShipOrder(ID, "any", pieces(sku, quantity, random), null, null);
                    case 11 -> new ReturnItems(ID, "any", List.of(new Pieces(sku, quantity)), "any");
                    case 7 -> new TakeBackChange(ID, version(random), "any", "any", List.of());
                    default -> new ConfirmChange(ID, version(random));
                };
        };
    }

    private static List<Pieces> pieces(Sku sku, Quantity quantity, Random random) {
        return random.nextInt(3) == 0 ? List.of() : List.of(new Pieces(sku, quantity));
    }

    /** Mostly that of the latest event: then it is the change that is pending, if one is. */
    private long version(Random random) {
        int last = aggregates.events().size() - 1;
        return random.nextInt(4) == 0 ? random.nextInt(last + 1) : last;
    }

    private Money price(Sku sku, Random random) {
        OrderLine line = lines.get(sku);
        return line == null || random.nextInt(4) == 0 ? gbp(random.nextInt(10_000)) : line.unitPrice();
    }

    /** One that is under way, or one that the order knows nothing of. */
    private RefundId anyRefund(Random random) {
        return refundsUnderWay.isEmpty() || random.nextInt(4) == 0
                ? new RefundId("refund-" + random.nextInt(20))
                : refundsUnderWay.keySet().iterator().next();
    }

    private static Money gbp(long pence) {
        return new Money(BigDecimal.valueOf(pence, 2), Currency.getInstance("GBP"));
    }
}
