package io.ledgerline.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The money of an order: {@code outstanding = total - (paid - refunded)}. Part of its state. */
final class Balance {

    private Money total;
    private Money paid;
    private Money refunded;

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
        this.refunded = Money.zero(total.currency());
    }

    /**
     * @param goods what of the total the goods are worth
     */
    static Balance of(Money total, Money goods) {
        return new Balance(total, Money.zero(total.currency()), total.minus(goods));
    }

    /** Negative if more was paid than is owed. */
    Money outstanding() {
        return total.minus(paid.minus(refunded));
    }

    /** What more was paid than is due; never negative. */
    Money owed() {
        Money outstanding = outstanding();
        return outstanding.isNegative() ? outstanding.negated() : Money.zero(total.currency());
    }

    /** Nothing is left to pay. */
    boolean isSettled() {
        return !outstanding().isPositive();
    }

    Money total() {
        return total;
    }

    /** What is paid and has not gone back, or is being paid. */
    Money committed() {
        return underWay.values().stream().reduce(paid.minus(refunded), Money::plus);
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

    /**
     * @param discount how much of it was not owed: as much less is due now
     */
    void refund(Money amount, Money discount) {
        refunded = refunded.plus(amount);
        discount(discount);
    }

    /** Nothing is owed any more; what was paid stays paid. */
    void cancel() {
        total = Money.zero(total.currency());
    }
}
