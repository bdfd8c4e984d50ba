package io.ledgerline.query.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.Address;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as clients get it.
 *
 * @param customerName null if none was given, or if the customer is forgotten
 * @param shippingAddress null if the customer is forgotten, or the order was imported
 * @param country as invoiced, on an imported order only
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record OrderRepresentation(
        OrderId orderId,
        CustomerId customerId,
        @Nullable String customerName,
        @Nullable Address shippingAddress,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String country,
        OrderStatus status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cancelled cancellation,
        List<Line> lines,
        List<Charge> charges,
        Money total,
        Money discount,
        Money paid,
        Money refunded,
        Money outstanding,
        Instant placedAt,
        Instant updatedAt,
        long version) {

    /**
     * @param reason null if a person gave it, and the customer is forgotten
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Cancelled(
            String code,
            @Nullable String reason,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Shortage> lines) {}

    record Line(Sku sku, String name, int quantity, int shipped, int returned, Money unitPrice, Money lineTotal) {

        static Line of(OrderView.Line line) {
            return new Line(
                    line.sku(),
                    line.name(),
                    line.quantity(),
                    line.shipped(),
                    line.returned(),
                    line.unitPrice(),
                    line.total());
        }
    }

    /**
     * @param cancelledBecause readable; null if it isn't, or the order is not cancelled
     */
    static OrderRepresentation of(
            OrderView order,
            @Nullable String customerName,
            @Nullable Address shippingAddress,
            @Nullable String cancelledBecause) {
        var cancellation = order.cancellation();
        return new OrderRepresentation(
                order.orderId(),
                order.customerId(),
                customerName,
                shippingAddress,
                order.country(),
                order.status(),
                cancellation == null
                        ? null
                        : new Cancelled(cancellation.code(), cancelledBecause, cancellation.lines()),
                order.lines().stream().map(Line::of).toList(),
                order.charges(),
                order.balance().total(),
                order.balance().discount(),
                order.balance().paid(),
                order.balance().refunded(),
                order.balance().outstanding(),
                order.placedAt(),
                order.updatedAt(),
                order.version());
    }
}
