package io.ledgerline.query.audit;

import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Followed;

/**
 * Query: the events of an order, of its payments and of its reservations, in the order of the log. Answered with
 * {@link AuditEntries}; those who follow it get the position of each newest one.
 *
 * @param after position; -1 for the beginning
 */
public record FindHistory(OrderId orderId, long after, int limit) implements Followed {

    static final String VIEW = "audit";

    @Override
    public String followedIn() {
        return VIEW;
    }

    @Override
    public String followedAs() {
        return orderId.value();
    }
}
