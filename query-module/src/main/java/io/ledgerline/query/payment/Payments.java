package io.ledgerline.query.payment;

import io.ledgerline.query.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link FindPayment} and {@link FindPayments}.
 *
 * @param next where the next page begins; null if there is none
 */
public record Payments(List<PaymentView> payments, @Nullable Cursor next) {

    Optional<PaymentView> first() {
        return payments.stream().findFirst();
    }
}
