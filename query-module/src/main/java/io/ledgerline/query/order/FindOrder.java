package io.ledgerline.query.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Followed;
import org.jspecify.annotations.Nullable;

/**
 * Query: one order. Answered with {@link Orders}, of one or none; those who follow it get each newer {@link OrderView}.
 *
 * @param onlyFor to whom it must belong, or it is none; null for anybody
 * @param afresh from the view itself; else it may be what this node remembers, which lags behind what another has written
 *     by as much as hearing of it takes. Null for no, as earlier releases have it
 */
public record FindOrder(
        OrderId orderId,
        @Nullable CustomerId onlyFor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean afresh)
        implements Followed {

    static final String VIEW = "orders";

    public FindOrder(OrderId orderId) {
        this(orderId, null);
    }

    public FindOrder(OrderId orderId, @Nullable CustomerId onlyFor) {
        this(orderId, onlyFor, null);
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

    @Override
    public FindOrder freshly() {
        return new FindOrder(orderId, onlyFor, true);
    }
}
