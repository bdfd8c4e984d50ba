package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** Nothing personal is stored of this customer. */
final class CustomerNotFound extends Rejection {

    CustomerNotFound(CustomerId customer) {
        super(Kind.UNKNOWN, "customer_not_found", "Nothing is known of customer %s.".formatted(customer), Map.of());
    }
}
