package io.ledgerline.order;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How what is owed to the customer goes back, over the payments that it came by. Part of an order's state. */
final class OwedRefunds {

    /** Of one payment. */
    record Part(PaymentId paymentId, Money amount) {}

    /** What of each payment hasn't gone back and isn't on its way, in the order in which they came. */
    private Map<PaymentId, Money> refundable = new LinkedHashMap<>();

    /** Those that this order has started itself. */
    private Map<RefundId, Part> underWay = new LinkedHashMap<>();

    private Set<RefundId> over = new HashSet<>();
    private int started;

    /** How many were started, so that the next one's id is new. */
    int started() {
        return started;
    }

    boolean isOver(RefundId id) {
        return over.contains(id);
    }

    boolean knows(RefundId id) {
        return underWay.containsKey(id) || over.contains(id);
    }

    /** Whether as much of a payment hasn't gone back and isn't on its way. */
    boolean covers(PaymentId id, Money amount) {
        Money left = refundable.get(id);
        return left != null && !amount.isMoreThan(left);
    }

    /** Null if it isn't under way, or wasn't started by this order. */
    @Nullable
    Part underWay(RefundId id) {
        return underWay.get(id);
    }

    /** What is owed and not on its way yet; never negative. */
    Money uncovered(Money owed) {
        Money uncovered = owed;
        for (Part part : underWay.values()) {
            uncovered = uncovered.minus(part.amount());
        }
        return uncovered.isNegative() ? Money.zero(owed.currency()) : uncovered;
    }

    /** Which payments to give it back from: the last one first, as it is the one that was too much. */
    List<Part> toStart(Money owed) {
        Money left = uncovered(owed);
        List<PaymentId> payments = new ArrayList<>(refundable.keySet());
        List<Part> parts = new ArrayList<>();
        for (int i = payments.size() - 1; i >= 0 && left.isPositive(); i--) {
            Money most = refundable.get(payments.get(i));
            Money amount = left.isMoreThan(most) ? most : left;
            if (amount.isPositive()) {
                parts.add(new Part(payments.get(i), amount));
                left = left.minus(amount);
            }
        }
        return parts;
    }

    void receive(PaymentId id, Money amount) {
        refundable.put(id, amount);
    }

    void start(RefundId id, PaymentId paymentId, Money amount) {
        started++;
        underWay.put(id, new Part(paymentId, amount));
        refundable.computeIfPresent(paymentId, (payment, left) -> left.minus(amount));
    }

    /** Also of one that was asked for elsewhere. */
    void complete(RefundId id, PaymentId paymentId, Money amount) {
        if (underWay.remove(id) == null) {
            refundable.computeIfPresent(paymentId, (payment, left) -> left.minus(amount));
        }
        over.add(id);
    }

    void fail(RefundId id, PaymentId paymentId, Money amount) {
        underWay.remove(id);
        over.add(id);
        refundable.computeIfPresent(paymentId, (payment, left) -> left.plus(amount));
    }
}
