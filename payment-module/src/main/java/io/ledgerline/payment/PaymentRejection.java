package io.ledgerline.payment;

import io.ledgerline.kernel.Rejection;
import io.ledgerline.payment.api.PaymentId;

/** The rules of a payment that say no. */
abstract sealed class PaymentRejection extends Rejection {

    private PaymentRejection(String code, String message) {
        super(Kind.CONFLICT, code, message);
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

    static final class AlreadyDeclined extends PaymentRejection {
        AlreadyDeclined(PaymentId id) {
            super("payment_already_declined", "Payment %s was declined.".formatted(id));
        }
    }
}
