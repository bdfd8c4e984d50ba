package io.ledgerline.query;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** Why a read can't be answered. */
public abstract sealed class ReadRefused extends Rejection {

    private ReadRefused(Kind kind, String code, String message, Map<String, Object> details) {
        super(kind, code, message, details);
    }

    public static final class OrderNotFound extends ReadRefused {
        public OrderNotFound() {
            super(Kind.UNKNOWN, "order_not_found", "There is no such order, or not yet.", Map.of());
        }
    }

    public static final class ProductNotFound extends ReadRefused {
        public ProductNotFound() {
            super(Kind.UNKNOWN, "product_not_found", "There is no such product, or not yet.", Map.of());
        }
    }

    public static final class PaymentNotFound extends ReadRefused {
        public PaymentNotFound() {
            super(Kind.UNKNOWN, "payment_not_found", "There is no such payment, or not yet.", Map.of());
        }
    }

    /** The view knows the thing, but not the version that the client asked for. */
    public static final class ViewBehind extends ReadRefused {
        ViewBehind(long version) {
            super(
                    Kind.BEHIND,
                    "view_behind",
                    "The view has only got to version %d: try again, or wait longer.".formatted(version),
                    Map.of("version", version));
        }
    }
}
