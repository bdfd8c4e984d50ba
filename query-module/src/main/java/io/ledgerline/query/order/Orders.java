package io.ledgerline.query.order;

import io.ledgerline.query.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link FindOrder} and {@link FindOrders}.
 *
 * @param next where the next page begins; null if there is none
 */
public record Orders(List<OrderView> orders, @Nullable Cursor next) {

    Optional<OrderView> first() {
        return orders.stream().findFirst();
    }
}
