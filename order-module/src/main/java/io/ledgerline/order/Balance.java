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

    /** What is being paid: the amounts can't be paid a second time meanwhile. */
    private Map<PaymentId, Money> underWay = new LinkedHashMap<>();

    /** What has come, so that it counts once. */
    private Set<PaymentId> received = new HashSet<>();

    @JsonCreator
    private Balance(Money total, Money paid) {
        this.total = total;
        this.paid = paid;
        this.refunded = Money.zero(total.currency());
    }

    static Balance of(Money total) {
        return new Balance(total, Money.zero(total.currency()));
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

    boolean isSettled() {
        return outstanding().isZero();
    }

    /** What is outstanding and not already being paid; never negative. */
    Money payable() {
        Money payable = underWay.values().stream().reduce(outstanding(), Money::minus);
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
        total = total.minus(discount);
    }

    /** Nothing is owed any more; what was paid stays paid. */
    void cancel() {
        total = Money.zero(total.currency());
    }
}
