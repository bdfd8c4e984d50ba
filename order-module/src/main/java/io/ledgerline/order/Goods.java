package io.ledgerline.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is on an order, and how much of it has left and come back. Part of its state; doesn't change, so an earlier one
 * can be returned to.
 *
 * @param lines one for each sku, but for imported orders, which may have several
 * @param shipped pieces of each sku
 * @param returned pieces of each sku, of those that were shipped
 */
record Goods(List<OrderLine> lines, Map<Sku, Integer> shipped, Map<Sku, Integer> returned) {

    /** As many as an order can be placed with. */
    static final int MOST_LINES = 1000;

    @JsonCreator
    Goods(
            @JsonProperty("lines") List<OrderLine> lines,
            @JsonProperty("shipped") Map<Sku, Integer> shipped,
            @JsonProperty("returned") Map<Sku, Integer> returned) {
        this.lines = List.copyOf(lines);
        this.shipped = Map.copyOf(shipped);
        this.returned = Map.copyOf(returned);
    }

    static Goods of(List<OrderLine> lines) {
        return new Goods(lines, Map.of(), Map.of());
    }

    /** All of it has left already. */
    static Goods delivered(List<OrderLine> lines) {
        Map<Sku, Integer> shipped = new LinkedHashMap<>();
        lines.forEach(line -> shipped.merge(line.sku(), line.quantity().value(), Integer::sum));
        return new Goods(lines, shipped, Map.of());
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
        return new Goods(changed, shipped, returned);
    }

    Goods without(Sku sku) {
        return new Goods(lines.stream().filter(line -> !line.sku().equals(sku)).toList(), shipped, returned);
    }

    /** What has not left yet. */
    int left(Sku sku) {
        return ordered(sku) - shipped.getOrDefault(sku, 0);
    }

    /** All that has not left yet. */
    List<Pieces> allLeft() {
        return skus().stream()
                .filter(sku -> left(sku) > 0)
                .map(sku -> new Pieces(sku, Quantity.of(left(sku))))
                .toList();
    }

    Goods ship(List<Pieces> pieces) {
        return new Goods(lines, plus(shipped, pieces), returned);
    }

    /** What has left and not come back. */
    int returnable(Sku sku) {
        return shipped.getOrDefault(sku, 0) - returned.getOrDefault(sku, 0);
    }

    Goods take(List<Pieces> pieces) {
        return new Goods(lines, shipped, plus(returned, pieces));
    }

    boolean isAllReturned() {
        return skus().stream().allMatch(sku -> returned.getOrDefault(sku, 0) == ordered(sku));
    }

    /** What is kept is worth. Of several lines of one sku the first ones are returned first. */
    Money value(Currency currency) {
        Map<Sku, Integer> back = new LinkedHashMap<>(returned);
        Money value = Money.zero(currency);
        for (OrderLine line : lines) {
            int ofThisLine =
                    Math.min(back.getOrDefault(line.sku(), 0), line.quantity().value());
            back.merge(line.sku(), -ofThisLine, Integer::sum);
            value = value.plus(line.unitPrice().times(line.quantity().value() - ofThisLine));
        }
        return value;
    }

    private int ordered(Sku sku) {
        return lines.stream()
                .filter(line -> line.sku().equals(sku))
                .mapToInt(line -> line.quantity().value())
                .sum();
    }

    private Set<Sku> skus() {
        Set<Sku> skus = new LinkedHashSet<>();
        lines.forEach(line -> skus.add(line.sku()));
        return skus;
    }

    private static Map<Sku, Integer> plus(Map<Sku, Integer> counts, List<Pieces> pieces) {
        Map<Sku, Integer> sums = new LinkedHashMap<>(counts);
        pieces.forEach(each -> sums.merge(each.sku(), each.quantity().value(), Integer::sum));
        return sums;
    }
}
