package io.ledgerline.payment.process;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the log has it.
 *
 * @param status {@code REQUESTED}, {@code CAPTURED}, {@code DECLINED} or {@code FAILED}
 * @param providerReference null until the provider has answered
 */
public record RecordedPayment(
        String provider,
        String status,
        Money amount,
        Money refunded,
        @Nullable String providerReference) {

    static @Nullable RecordedPayment evolve(@Nullable RecordedPayment payment, PaymentEvent event) {
        if (event instanceof PaymentRequested requested) {
            return new RecordedPayment(
                    requested.provider(),
                    "REQUESTED",
                    requested.amount(),
                    Money.zero(requested.amount().currency()),
                    null);
        }
        if (payment == null) {
            return null;
        }
        if (event instanceof PaymentCaptured captured) {
            return payment.with("CAPTURED", payment.refunded, captured.providerReference());
        }
        if (event instanceof PaymentDeclined declined) {
            return payment.with("DECLINED", payment.refunded, declined.providerReference());
        }
        if (event instanceof PaymentFailed) {
            return payment.with("FAILED", payment.refunded, null);
        }
        if (event instanceof PaymentRefunded refund) {
            return payment.with(payment.status, payment.refunded.plus(refund.amount()), payment.providerReference);
        }
        return payment;
    }

    boolean isCaptured() {
        return status.equals("CAPTURED");
    }

    private RecordedPayment with(String status, Money refunded, @Nullable String providerReference) {
        return new RecordedPayment(provider, status, amount, refunded, providerReference);
    }
}
