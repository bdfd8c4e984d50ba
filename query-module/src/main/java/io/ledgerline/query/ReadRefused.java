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

    public static final class CustomerNotFound extends ReadRefused {
        public CustomerNotFound() {
            super(Kind.UNKNOWN, "customer_not_found", "There is no order of such a customer, or not yet.", Map.of());
        }
    }

    /** The thing is known, but has not got that far. */
    public static final class VersionNotFound extends ReadRefused {
        VersionNotFound(long last) {
            super(
                    Kind.UNKNOWN,
                    "version_not_found",
                    "There is no such version, or not yet: the last one is %d.".formatted(last),
                    Map.of("version", last));
        }
    }

    /** The thing is known, but began later, or was recorded later. */
    public static final class NotThereYet extends ReadRefused {
        NotThereYet() {
            super(Kind.UNKNOWN, "not_there_yet", "It was not there yet at that time.", Map.of());
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

    public static final class ViewNotFound extends ReadRefused {
        public ViewNotFound() {
            super(Kind.UNKNOWN, "view_not_found", "There is no such view.", Map.of());
        }
    }

    /** Here, or on another node. */
    public static final class RebuildInProgress extends ReadRefused {
        public RebuildInProgress(String view) {
            super(
                    Kind.CONFLICT,
                    "rebuild_in_progress",
                    "View %s is being rebuilt already: wait, or cancel that first.".formatted(view),
                    Map.of("view", view));
        }
    }

    /** A view whose rows can't be told apart by the events that made them. */
    public static final class ViewNotRepairable extends ReadRefused {
        public ViewNotRepairable(String view) {
            super(
                    Kind.CONFLICT,
                    "view_not_repairable",
                    "View %s can't be repaired from a position on: rebuild all of it.".formatted(view),
                    Map.of("view", view));
        }
    }
}
