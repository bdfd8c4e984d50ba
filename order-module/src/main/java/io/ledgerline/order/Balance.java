package io.ledgerline.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The money of an order: {@code outstanding = total - paid}. Part of its state. */
final class Balance {

    private Money total;
    private Money paid;

    /** Charges − discounts. */
    private Money extras;

    /** What is being paid: the amounts can't be paid a second time meanwhile. */
    private Map<PaymentId, Money> underWay = new LinkedHashMap<>();

    /** What has come, so that it counts once. */
    private Set<PaymentId> received = new HashSet<>();

    @JsonCreator
    private Balance(Money total, Money paid, Money extras) {
        this.total = total;
        this.paid = paid;
        this.extras = extras;
    }

    /**
     * @param goods what of the total the goods are worth
     */
    static Balance of(Money total, Money goods) {
        return new Balance(total, Money.zero(total.currency()), total.minus(goods));
    }

    /** Negative if more was paid than is owed. */
    Money outstanding() {
        return total.minus(paid);
    }

    /** Nothing is left to pay. */
    boolean isSettled() {
        return !outstanding().isPositive();
    }

    Money total() {
        return total;
    }

    /** What is paid or being paid. */
    Money committed() {
        return underWay.values().stream().reduce(paid, Money::plus);
    }

    /** What the order is worth with these goods. */
    Money totalWith(Money goods) {
        return goods.plus(extras);
    }

    void discount(Money amount) {
        extras = extras.minus(amount);
        total = total.minus(amount);
    }

    /** The order is worth something else now. */
    void owe(Money total) {
        this.total = total;
    }

    /** What is outstanding and not already being paid; never negative. */
    Money payable() {
        Money payable = total.minus(committed());
        return payable.isNegative() ? Money.zero(total.currency()) : payable;
    }

    boolean knows(PaymentId id) {
        return underWay.containsKey(id) || received.contains(id);
    }

    boolean hasReceived(PaymentId id) {
        return received.contains(id);
    }

    /** Null if no such payment is under way. */
    @Nullable
    Money underWay(PaymentId id) {
        return underWay.get(id);
    }

    void start(PaymentId id, Money amount) {
        underWay.put(id, amount);
    }

    void receive(PaymentId id, Money amount) {
        underWay.remove(id);
        received.add(id);
        paid = paid.plus(amount);
    }

    void fail(PaymentId id) {
        underWay.remove(id);
    }

    /** Nothing is owed any more; what was paid stays paid. */
    void cancel() {
        total = Money.zero(total.currency());
    }
}
