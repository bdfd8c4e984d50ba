package io.ledgerline.query.order;

import io.ledgerline.kernel.Money;

/**
 * An order's money. It adds up at every version: {@code outstanding = total - (paid - refunded)}.
 *
 * @param total goods kept + charges − discounts; 0 once cancelled
 */
public record Balance(Money total, Money discount, Money paid, Money refunded, Money outstanding) {

    /** Nothing paid yet. */
    static Balance due(Money total) {
        Money zero = Money.zero(total.currency());
        return new Balance(total, zero, zero, zero, total);
    }

    Balance received(Money amount) {
        return of(total, discount, paid.plus(amount), refunded);
    }

    /**
     * @param reduction how much of it was not owed: as much less is due
     */
    Balance refunded(Money amount, Money reduction) {
        return of(total.minus(reduction), discount.plus(reduction), paid, refunded.plus(amount));
    }

    /** Nothing is due any more; what was paid is owed to the customer. */
    Balance cancelled() {
        return of(Money.zero(total.currency()), discount, paid, refunded);
    }

    /** The order is worth something else now. */
    Balance of(Money total) {
        return of(total, discount, paid, refunded);
    }

    /** Less is due, as told by the total. */
    Balance discounted(Money amount, Money total) {
        return of(total, discount.plus(amount), paid, refunded);
    }

    boolean settled() {
        return !outstanding.isPositive();
    }

    private static Balance of(Money total, Money discount, Money paid, Money refunded) {
        return new Balance(total, discount, paid, refunded, total.minus(paid.minus(refunded)));
    }
}
