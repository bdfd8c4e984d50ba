package io.ledgerline.imports;

import io.ledgerline.kernel.CustomerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which order a credit note reverses, where the data leaves no doubt. A credit note names none, so it is an order
 * of the same customer, not later, that has the same goods at the same price, and as many of them left. If exactly one
 * has all that the credit note gives back, it is that one; else each row goes to the only order that it fits by itself.
 * What fits several is rejected. A discount is on the order that the rest of its credit note reverses; alone, on the
 * customer's only order.
 *
 * <p>Credit notes are to be asked for in the order in which they were written: each takes away from what is left for
 * later ones.
 */
final class Reversals {

    /** What becomes of a row. */
    sealed interface Verdict {

        record Reverses(String order) implements Verdict {}

        record Rejected(Reason reason) implements Verdict {}
    }

    private final Map<CustomerId, List<PastOrder>> ordersOf;

    Reversals(Collection<PastOrder> orders) {
        ordersOf = orders.stream()
                .filter(order -> order.customer() != null)
                .collect(Collectors.groupingBy(PastOrder::customer));
    }

    /** @return by line */
    Map<Integer, Verdict> of(CreditNote note) {
        Map<Integer, Verdict> verdicts = new HashMap<>();
        List<PastOrder> earlier = ordersOf.getOrDefault(note.customer(), List.of()).stream()
                .filter(order -> !order.at().isAfter(note.at()))
                .toList();
        List<InvoiceLine> discounts = lines(note, line -> OnlineRetail.isDiscount(line.stockCode()));
        List<InvoiceLine> items = lines(note, line -> !OnlineRetail.isDiscount(line.stockCode()));
        PastOrder whole = only(earlier, order -> order.covers(items));
        for (InvoiceLine line : items) {
            verdicts.put(line.number(), whole == null ? alone(line, earlier) : reverse(line, whole));
        }
        Set<Verdict> ofItems = Set.copyOf(verdicts.values());
        for (InvoiceLine line : discounts) {
            verdicts.put(line.number(), items.isEmpty() ? discount(line, earlier) : discount(line, earlier, ofItems));
        }
        return verdicts;
    }

    private static Verdict alone(InvoiceLine line, List<PastOrder> earlier) {
        if (earlier.isEmpty()) {
            return new Verdict.Rejected(Reason.NO_EARLIER_ORDER);
        }
        if (earlier.stream().noneMatch(order -> order.has(line.stockCode()))) {
            return new Verdict.Rejected(Reason.NOT_ON_EARLIER_ORDERS);
        }
        if (earlier.stream().noneMatch(order -> order.has(Item.of(line)))) {
            return new Verdict.Rejected(Reason.CREDIT_PRICE_DIFFERS);
        }
        List<PastOrder> fitting =
                earlier.stream().filter(order -> order.covers(List.of(line))).toList();
        return switch (fitting.size()) {
            case 0 -> new Verdict.Rejected(Reason.TOO_FEW_LEFT);
            case 1 -> reverse(line, fitting.get(0));
            default -> new Verdict.Rejected(Reason.SEVERAL_ORDERS_FIT);
        };
    }

    private static Verdict discount(InvoiceLine line, List<PastOrder> earlier) {
        return switch (earlier.size()) {
            case 0 -> new Verdict.Rejected(Reason.NO_EARLIER_ORDER);
            case 1 -> reverse(line, earlier.get(0));
            default -> new Verdict.Rejected(Reason.SEVERAL_ORDERS_FIT);
        };
    }

    private static Verdict discount(InvoiceLine line, List<PastOrder> earlier, Set<Verdict> ofItems) {
        PastOrder order = only(earlier, each -> ofItems.equals(Set.of(new Verdict.Reverses(each.number()))));
        return order == null ? new Verdict.Rejected(Reason.DISCOUNTED_ORDER_UNKNOWN) : reverse(line, order);
    }

    private static Verdict reverse(InvoiceLine line, PastOrder order) {
        if (OnlineRetail.isGoods(line.stockCode()) && order.hasSeveralPrices(line.stockCode())) {
            return new Verdict.Rejected(Reason.SEVERAL_PRICES_ON_ORDER);
        }
        if (!order.covers(line.amount())) {
            return new Verdict.Rejected(Reason.CREDIT_EXCEEDS_ORDER);
        }
        order.giveBack(line);
        return new Verdict.Reverses(order.number());
    }

    /** Null unless it is exactly one. */
    private static @Nullable PastOrder only(List<PastOrder> orders, Predicate<PastOrder> condition) {
        List<PastOrder> those = orders.stream().filter(condition).toList();
        return those.size() == 1 ? those.get(0) : null;
    }

    private static List<InvoiceLine> lines(CreditNote note, Predicate<InvoiceLine> condition) {
        return note.lines().stream().filter(condition).toList();
    }
}
