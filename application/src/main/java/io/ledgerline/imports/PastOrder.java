package io.ledgerline.imports;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An imported order, and what credit notes have left of it. */
final class PastOrder {

    private final String number;

    /** Only these are looked at; an order can have many others. */
    private final Set<String> stockCodes;

    private @Nullable CustomerId customer;
    private Instant at = Instant.MAX;
    private Money moneyLeft = Money.zero(OnlineRetail.CURRENCY);
    private final Map<Item, Long> left = new HashMap<>();
    private final Map<String, Set<Money>> prices = new HashMap<>();

    /**
     * @param stockCodes that credit notes will ask for
     */
    PastOrder(String number, Collection<String> stockCodes) {
        this.number = number;
        this.stockCodes = Set.copyOf(stockCodes);
    }

    void charge(InvoiceLine line) {
        customer = customer == null ? line.customer() : customer;
        at = line.at().isBefore(at) ? line.at() : at;
        moneyLeft = moneyLeft.plus(line.amount());
        if (stockCodes.contains(line.stockCode())) {
            left.merge(Item.of(line), (long) line.quantity().value(), Long::sum);
            prices.computeIfAbsent(line.stockCode(), code -> new HashSet<>()).add(line.price());
        }
    }

    void giveBack(InvoiceLine line) {
        moneyLeft = moneyLeft.minus(line.amount());
        left.computeIfPresent(
                Item.of(line), (item, pieces) -> pieces - line.quantity().value());
    }

    String number() {
        return number;
    }

    /** Null if no row names one. */
    @Nullable
    CustomerId customer() {
        return customer;
    }

    Instant at() {
        return at;
    }

    boolean has(String stockCode) {
        return prices.containsKey(stockCode);
    }

    boolean has(Item item) {
        return left.containsKey(item);
    }

    boolean hasSeveralPrices(String stockCode) {
        return prices.getOrDefault(stockCode, Set.of()).size() > 1;
    }

    /** Whether so much is left that all of these can be given back. */
    boolean covers(List<InvoiceLine> lines) {
        Map<Item, Long> wanted = lines.stream()
                .collect(Collectors.groupingBy(
                        Item::of, Collectors.summingLong(line -> line.quantity().value())));
        return wanted.entrySet().stream().allMatch(item -> left.getOrDefault(item.getKey(), 0L) >= item.getValue());
    }

    boolean covers(Money amount) {
        return !amount.isMoreThan(moneyLeft);
    }
}
