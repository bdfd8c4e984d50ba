package io.ledgerline.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What goods and charges come to. */
record Pricing(List<OrderLine> lines, List<Charge> charges) {

    Pricing {
        if (lines.isEmpty() && charges.isEmpty()) {
            throw new OrderRejection.NoLines();
        }
    }

    /** All in one currency. */
    Money total() {
        Money first = amounts().findFirst().orElseThrow();
        amounts()
                .filter(amount -> !amount.currency().equals(first.currency()))
                .findFirst()
                .ifPresent(other -> {
                    throw new OrderRejection.CurrencyMismatch(first, other);
                });
        try {
            return Stream.concat(
                            lines.stream().map(OrderLine::total),
                            charges.stream().map(Charge::amount))
                    .reduce(Money.zero(first.currency()), Money::plus);
        } catch (InvalidValue tooLarge) {
            throw new OrderRejection.TotalTooLarge();
        }
    }

    /** What history may have and a new order may not: no goods, a sku twice (its stock is kept once), negative amounts. */
    void mustBeForSale() {
        if (lines.isEmpty()) {
            throw new OrderRejection.NoLines();
        }
        Set<Sku> seen = new HashSet<>();
        lines.stream()
                .map(OrderLine::sku)
                .filter(sku -> !seen.add(sku))
                .findFirst()
                .ifPresent(sku -> {
                    throw new OrderRejection.LineTwice(sku);
                });
        amounts().filter(Money::isNegative).findFirst().ifPresent(amount -> {
            throw new OrderRejection.NegativeAmount(amount);
        });
    }

    private Stream<Money> amounts() {
        return Stream.concat(
                lines.stream().map(OrderLine::unitPrice), charges.stream().map(Charge::amount));
    }
}
