package io.ledgerline.order.process;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.order.api.OrderLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the catalog's refusals mean to an order. */
final class Refusals {

    private Refusals() {}

    /** The first one tells the code: the price, or the product itself. */
    static Cancellation ofPrices(Map<OrderLine, Refused> refused) {
        Refusal first = first(refused);
        return first.kind() == Rejection.Kind.UNKNOWN
                ? new Cancellation(
                        Cancellation.UNKNOWN_PRODUCT,
                        "There is no product %s."
                                .formatted(refused.keySet().iterator().next().sku()),
                        List.of())
                : new Cancellation(first.code(), first.message(), List.of());
    }

    static Cancellation ofStock(Map<OrderLine, Refused> refused) {
        List<Shortage> shortages = new ArrayList<>();
        refused.forEach((line, refusal) -> {
            if (refusal.is(Cancellation.INSUFFICIENT_STOCK)
                    && refusal.refusal().details().get("available") instanceof Number available) {
                shortages.add(new Shortage(line.sku(), line.quantity(), available.intValue()));
            }
        });
        Refusal first = first(refused);
        return shortages.isEmpty()
                ? new Cancellation(first.code(), first.message(), List.of())
                : new Cancellation(Cancellation.INSUFFICIENT_STOCK, "Not everything ordered is in stock.", shortages);
    }

    private static Refusal first(Map<OrderLine, Refused> refused) {
        return refused.values().iterator().next().refusal();
    }
}
