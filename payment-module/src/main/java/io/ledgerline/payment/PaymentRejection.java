package io.ledgerline.payment;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.payment.api.PaymentId;
import java.util.Map;

/** The rules of a payment that say no. */
abstract sealed class PaymentRejection extends Rejection {

    private PaymentRejection(String code, String message) {
        super(Kind.CONFLICT, code, message);
    }

    private PaymentRejection(Kind kind, String code, String message, Map<String, Object> details) {
        super(kind, code, message, details);
    }

    static final class PaymentExists extends PaymentRejection {
        PaymentExists(PaymentId id) {
            super("payment_exists", "There is another payment %s already.".formatted(id));
        }
    }

    /** Two captures of one payment: the customer was charged twice, or a notice is about another charge. */
    static final class AlreadyCaptured extends PaymentRejection {
        AlreadyCaptured(PaymentId id, String providerReference) {
            super("payment_already_captured", "Payment %s was captured as %s.".formatted(id, providerReference));
        }
    }

    /** A notice is about another sum than was asked for. */
    static final class AnotherAmount extends PaymentRejection {
        AnotherAmount(PaymentId id, Money asked, Money reported) {
            super("amount_mismatch", "Payment %s is of %s, not of %s.".formatted(id, asked, reported));
        }
    }

    static final class NotCaptured extends PaymentRejection {
        NotCaptured(PaymentId id) {
            super("payment_not_captured", "Payment %s was not captured: there is nothing to refund.".formatted(id));
        }
    }

    static final class ExceedsCaptured extends PaymentRejection {
        ExceedsCaptured(Money amount, Money refundable) {
            super(
                    Kind.CONFLICT,
                    "refund_exceeds_captured",
                    "%s is left that isn't refunded or being refunded, not %s.".formatted(refundable, amount),
                    Map.of("refundable", refundable.amount().toPlainString()));
        }
    }

    static final class CurrencyMismatch extends PaymentRejection {
        CurrencyMismatch(Money one, Money other) {
            super(
                    Kind.INVALID,
                    "currency_mismatch",
                    "The payment was in %s, not in %s."
                            .formatted(
                                    one.currency().getCurrencyCode(),
                                    other.currency().getCurrencyCode()),
                    Map.of());
        }
    }

    static final class NothingToRefund extends PaymentRejection {
        NothingToRefund(Money amount) {
            super(
                    Kind.INVALID,
                    "amount_not_positive",
                    "An amount to refund is more than zero, not %s.".formatted(amount),
                    Map.of());
        }
    }
}
