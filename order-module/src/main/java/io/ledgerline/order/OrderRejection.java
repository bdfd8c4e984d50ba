package io.ledgerline.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentId;
import java.util.Map;

/** The rules of an order that say no. */
abstract sealed class OrderRejection extends Rejection {

    private OrderRejection(Kind kind, String code, String message, Map<String, Object> details) {
        super(kind, code, message, details);
    }

    private OrderRejection(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    static final class OrderExists extends OrderRejection {
        OrderExists(OrderId id) {
            super(Kind.CONFLICT, "order_exists", "There is an order %s already.".formatted(id));
        }
    }

    /** Word for word what is said of an order that isn't there, for another's order is none of the caller's business. */
    static final class Unknown extends OrderRejection {
        Unknown(OrderId id) {
            super(Kind.UNKNOWN, "order_not_found", "There is no order %s.".formatted(id));
        }
    }

    static final class NoLines extends OrderRejection {
        NoLines() {
            super(Kind.INVALID, "no_lines", "An order has at least one line.");
        }
    }

    static final class LineTwice extends OrderRejection {
        LineTwice(Sku sku) {
            super(Kind.INVALID, "line_twice", "Two lines are for %s: make them one.".formatted(sku));
        }
    }

    static final class CurrencyMismatch extends OrderRejection {
        CurrencyMismatch(Money one, Money other) {
            super(
                    Kind.INVALID,
                    "currency_mismatch",
                    "An order is paid in one currency, not in %s and %s."
                            .formatted(
                                    one.currency().getCurrencyCode(),
                                    other.currency().getCurrencyCode()));
        }
    }

    static final class NegativeAmount extends OrderRejection {
        NegativeAmount(Money amount) {
            super(Kind.INVALID, "negative_amount", "A price or charge can't be negative: %s.".formatted(amount));
        }
    }

    static final class NothingToPay extends OrderRejection {
        NothingToPay(Money amount) {
            super(Kind.INVALID, "amount_not_positive", "An amount is more than zero, not %s.".formatted(amount));
        }
    }

    static final class TotalTooLarge extends OrderRejection {
        TotalTooLarge() {
            super(Kind.INVALID, "total_too_large", "An order can't be worth that much.");
        }
    }

    static final class NotConfirmed extends OrderRejection {
        NotConfirmed(OrderId id) {
            super(
                    Kind.CONFLICT,
                    "order_not_confirmed",
                    "Order %s is not confirmed yet: try again in a moment.".formatted(id));
        }
    }

    static final class AlreadyConfirmed extends OrderRejection {
        AlreadyConfirmed(OrderId id) {
            super(Kind.CONFLICT, "order_already_confirmed", "Order %s is confirmed already.".formatted(id));
        }
    }

    static final class Cancelled extends OrderRejection {
        Cancelled(OrderId id) {
            super(Kind.CONFLICT, "order_cancelled", "Order %s is cancelled.".formatted(id));
        }
    }

    static final class AlreadyShipped extends OrderRejection {
        AlreadyShipped(OrderId id) {
            super(Kind.CONFLICT, "order_already_shipped", "Order %s has left already.".formatted(id));
        }
    }

    static final class AlreadyPaid extends OrderRejection {
        AlreadyPaid(OrderId id) {
            super(Kind.CONFLICT, "order_already_paid", "Order %s is paid.".formatted(id));
        }
    }

    static final class PaymentExists extends OrderRejection {
        PaymentExists(PaymentId id) {
            super(Kind.CONFLICT, "payment_exists", "There is a payment %s already.".formatted(id));
        }
    }

    static final class ExceedsOutstanding extends OrderRejection {
        ExceedsOutstanding(Money amount, Money payable) {
            super(
                    Kind.CONFLICT,
                    "payment_exceeds_outstanding",
                    payable.isZero()
                            ? "All that is left to pay is being paid already."
                            : "%s is left to pay that isn't being paid already, not %s.".formatted(payable, amount),
                    Map.of("payable", payable.amount().toPlainString()));
        }
    }

    static final class LastItem extends OrderRejection {
        LastItem(Sku sku) {
            super(
                    Kind.CONFLICT,
                    "last_item",
                    "%s is all that is left of the order: cancel the order instead.".formatted(sku));
        }
    }

    static final class NothingToRecall extends OrderRejection {
        NothingToRecall(OrderId id) {
            super(Kind.UNKNOWN, "nothing_to_recall", "Order %s has handled no such command.".formatted(id));
        }
    }

    static final class ItemNotFound extends OrderRejection {
        ItemNotFound(OrderId id, Sku sku) {
            super(Kind.UNKNOWN, "item_not_found", "There is no %s on order %s.".formatted(sku, id));
        }
    }

    static final class ItemAtAnotherPrice extends OrderRejection {
        ItemAtAnotherPrice(Sku sku, Money ordered, Money price) {
            super(
                    Kind.CONFLICT,
                    "item_at_another_price",
                    "%s was ordered at %s and now costs %s: change its quantity to have more at the old price."
                            .formatted(sku, ordered, price),
                    Map.of("sku", sku.value()));
        }
    }

    static final class TooManyLines extends OrderRejection {
        TooManyLines(int most) {
            super(Kind.INVALID, "too_many_lines", "An order has at most %d lines.".formatted(most));
        }
    }

    static final class TooManyPieces extends OrderRejection {
        TooManyPieces(Sku sku) {
            super(
                    Kind.INVALID,
                    "too_many_pieces",
                    "An order has at most %d pieces of %s.".formatted(Quantity.MAX, sku));
        }
    }

    static final class BelowPaid extends OrderRejection {
        BelowPaid(Money total, Money committed) {
            super(
                    Kind.CONFLICT,
                    "total_below_paid",
                    "The order would be worth %s, and %s of it is paid or being paid.".formatted(total, committed),
                    Map.of("committed", committed.amount().toPlainString()));
        }
    }

    static final class DiscountExceedsOutstanding extends OrderRejection {
        DiscountExceedsOutstanding(Money amount, Money payable) {
            super(
                    Kind.CONFLICT,
                    "discount_exceeds_outstanding",
                    "%s is left to pay that isn't being paid already, so %s can't be given.".formatted(payable, amount),
                    Map.of("payable", payable.amount().toPlainString()));
        }
    }

    static final class NotPaid extends OrderRejection {
        NotPaid(OrderId id, Money outstanding) {
            super(
                    Kind.CONFLICT,
                    "order_not_paid",
                    "%s of order %s is not paid yet.".formatted(outstanding, id),
                    Map.of("outstanding", outstanding.amount().toPlainString()));
        }
    }

    static final class NotShipped extends OrderRejection {
        NotShipped(OrderId id) {
            super(Kind.CONFLICT, "order_not_shipped", "Order %s has not left, or not all of it.".formatted(id));
        }
    }

    static final class AlreadyReturned extends OrderRejection {
        AlreadyReturned(OrderId id) {
            super(Kind.CONFLICT, "order_already_returned", "All of order %s has come back already.".formatted(id));
        }
    }

    static final class UnknownItem extends OrderRejection {
        UnknownItem(OrderId id, Sku sku) {
            super(
                    Kind.INVALID,
                    "unknown_item",
                    "There is no %s on order %s.".formatted(sku, id),
                    Map.of("sku", sku.value()));
        }
    }

    static final class CreditNoteExists extends OrderRejection {
        CreditNoteExists(OrderId id, String number) {
            super(
                    Kind.CONFLICT,
                    "credit_note_exists",
                    "Credit note %s has been taken off order %s already.".formatted(number, id));
        }
    }

    /** The order has changed since it was imported, and something of it was refunded already. */
    static final class CreditNoteDiffers extends OrderRejection {
        CreditNoteDiffers(OrderId id, String number, Money amount) {
            super(
                    Kind.CONFLICT,
                    "credit_note_differs",
                    "Order %s doesn't come to exactly %s less by credit note %s.".formatted(id, amount, number));
        }
    }

    static final class ShipmentExceedsOrder extends OrderRejection {
        ShipmentExceedsOrder(Sku sku, int asked, int left) {
            super(
                    Kind.CONFLICT,
                    "shipment_exceeds_order",
                    "Of %s there are %d pieces left to ship, not %d.".formatted(sku, left, asked),
                    Map.of("sku", sku.value(), "left", left));
        }
    }

    static final class ReturnExceedsShipment extends OrderRejection {
        ReturnExceedsShipment(Sku sku, int asked, int returnable) {
            super(
                    Kind.CONFLICT,
                    "return_exceeds_shipment",
                    "Of %s %d pieces have left and not come back, not %d.".formatted(sku, returnable, asked),
                    Map.of("sku", sku.value(), "returnable", returnable));
        }
    }
}
