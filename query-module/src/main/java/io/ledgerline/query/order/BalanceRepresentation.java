package io.ledgerline.query.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer owes, as clients get it.
 *
 * @param balance null if the customer orders in several currencies: sums of different money make no sense
 * @param balances the same for each currency
 * @param orders in all currencies
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BalanceRepresentation(
        CustomerId customerId, @Nullable Money balance, List<Money> balances, long orders) {

    static BalanceRepresentation of(CustomerId customerId, CustomerBalance found) {
        List<Money> balances =
                found.sums().stream().map(CustomerBalance.Sum::balance).toList();
        return new BalanceRepresentation(
                customerId,
                balances.size() == 1 ? balances.get(0) : null,
                balances,
                found.sums().stream().mapToLong(CustomerBalance.Sum::orders).sum());
    }
}
