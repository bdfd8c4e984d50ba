package io.ledgerline.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
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
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever is asked of an order, in whatever order: its money adds up at every version. */
class OrderMoneyLawsTest {

    private static final OrderId ID = new OrderId("75");
    private static final Cancellation CANCELLATION = new Cancellation("any", "any", List.of());

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(Order.class);

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
    }

    private void add(Object event, String context) {
        if (event instanceof OrderPlaced placed) {
            total = placed.total();
            Money expected = gbp(0);
            for (OrderLine line : placed.lines()) {
                expected = expected.plus(line.unitPrice().times(line.quantity().value()));
            }
            for (Charge charge : placed.charges()) {
                expected = expected.plus(charge.amount());
            }
            assertThat(total).as(context).isEqualTo(expected);
        } else if (event instanceof OrderConfirmed) {
            assertThat(confirmed || cancelled).as(context).isFalse();
            confirmed = true;
        } else if (event instanceof OrderCancelled) {
            assertThat(cancelled).as(context).isFalse();
            cancelled = true;
            total = gbp(0);
        } else if (event instanceof PaymentStarted started) {
            assertThat(confirmed && !cancelled).as(context).isTrue();
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
            assertThat(refund.discount().isMoreThan(refund.amount()))
                    .as(context)
                    .isFalse();
            assertThat(refund.outstanding()).as(context).isEqualTo(total.minus(paid.minus(refunded)));
        } else if (event instanceof RefundFailed refund) {
            assertThat(refundsUnderWay.remove(refund.refundId())).as(context).isEqualTo(refund.amount());
        }
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
        PaymentId id = new PaymentId("pay-" + random.nextInt(20));
        Money amount = random.nextInt(4) == 0 ? null : gbp(random.nextInt(50_000) - 100);
        return switch (random.nextInt(40)) {
            case 0 -> new CancelOrder(ID, CANCELLATION);
            case 1 -> new RefuseOrder(ID, CANCELLATION);
            case 2, 3, 4, 5 -> new ConfirmOrder(ID);
            default ->
                switch (random.nextInt(5)) {
                    case 3 -> {
                        RefundId refund = anyRefund(random);
                        yield new RecordRefund(ID, id, refund, refundsUnderWay.getOrDefault(refund, gbp(50)));
                    }
                    case 4 -> new RecordFailedRefund(ID, id, anyRefund(random), "no_answer");
                    case 0 -> new StartPayment(ID, id, amount, new PaymentMethod("card", "tok_ok"));
                    case 1 -> new RecordPayment(ID, id, underWay.getOrDefault(id, gbp(100)));
                    default -> new RecordFailedPayment(ID, id, "declined");
                };
        };
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
