package io.ledgerline.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.order.api.OrderLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is on an order. Part of its state; doesn't change, so an earlier one can be returned to. */
record Goods(@JsonProperty("lines") List<OrderLine> lines) {

    /** As many as an order can be placed with. */
    static final int MOST_LINES = 1000;

    @JsonCreator
    Goods {
        lines = List.copyOf(lines);
    }

    /** Null if there is none. */
    @Nullable
    OrderLine line(Sku sku) {
        return lines.stream().filter(line -> line.sku().equals(sku)).findFirst().orElse(null);
    }

    boolean isFull() {
        return lines.size() >= MOST_LINES;
    }

    boolean isLast(OrderLine line) {
        return lines.equals(List.of(line));
    }

    /** In the place of the line of its sku, or at the end. */
    Goods with(OrderLine line) {
        List<OrderLine> changed = new ArrayList<>(lines);
        changed.replaceAll(each -> each.sku().equals(line.sku()) ? line : each);
        if (!changed.contains(line)) {
            changed.add(line);
        }
        return new Goods(changed);
    }

    Goods without(Sku sku) {
        return new Goods(lines.stream().filter(line -> !line.sku().equals(sku)).toList());
    }
}
