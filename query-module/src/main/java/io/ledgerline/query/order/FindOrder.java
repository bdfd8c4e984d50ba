package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Followed;
import org.jspecify.annotations.Nullable;

/**
 * Query: one order. Answered with {@link Orders}, of one or none; those who follow it get each newer {@link OrderView}.
 *
 * @param onlyFor to whom it must belong, or it is none; null for anybody
 */
public record FindOrder(OrderId orderId, @Nullable CustomerId onlyFor) implements Followed {

    static final String VIEW = "orders";

    public FindOrder(OrderId orderId) {
        this(orderId, null);
    }

    boolean asksFor(OrderView order) {
        return orderId.equals(order.orderId()) && (onlyFor == null || onlyFor.equals(order.customerId()));
    }

    @Override
    public String followedIn() {
        return VIEW;
    }

    @Override
    public String followedAs() {
        return orderId.value();
    }
}
