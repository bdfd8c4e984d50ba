package io.ledgerline.query.order;

import io.ledgerline.kernel.Money;
import java.util.List;

/**
 * Answer to {@link FindCustomerBalance}.
 *
 * @param sums one for each currency that the customer ever ordered in, by currency; empty if the customer is unknown
 */
public record CustomerBalance(List<Sum> sums) {

    /**
     * @param balance outstanding of all orders in that currency
     * @param orders how many there were
     */
    public record Sum(Money balance, long orders) {}
}
