package io.ledgerline.payment.process;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.process.Cause;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked, and how far that has got.
 *
 * @param method on a capture only
 * @param refundId on a refund only
 * @param chargeReference on a refund, what it comes from; on a capture, what the provider has begun, or null
 * @param cause the event that made us ask
 * @param attempt which time it is asked, from 1
 * @param answerBy null until it was asked; then it is only asked what became of it, and given up after that time
 * @param lookUps how often it was asked what became of it
 * @param unavailable whether it was given up because the provider said that it can't
 */
record Question(
        PaymentId paymentId,
        String provider,
        Money amount,
        @Nullable PaymentMethod method,
        @Nullable RefundId refundId,
        @Nullable String chargeReference,
        Cause cause,
        int attempt,
        @Nullable Instant answerBy,
        int lookUps,
        boolean unavailable) {

    static Question capture(PaymentId paymentId, String provider, Money amount, PaymentMethod method, Cause cause) {
        return new Question(paymentId, provider, amount, method, null, null, cause, 1, null, 0, false);
    }

    static Question refund(
            PaymentId paymentId,
            RefundId refundId,
            String provider,
            String chargeReference,
            Money amount,
            Cause cause) {
        return new Question(paymentId, provider, amount, null, refundId, chargeReference, cause, 1, null, 0, false);
    }

    Question begun(String chargeReference) {
        return with(chargeReference, attempt, null, 0, unavailable);
    }

    Question askedAgain() {
        return with(chargeReference, attempt + 1, null, 0, unavailable);
    }

    Question lookedUpUntil(Instant answerBy, boolean unavailable) {
        return with(chargeReference, attempt, answerBy, 0, unavailable);
    }

    Question lookedUpAgain() {
        return with(chargeReference, attempt, answerBy, lookUps + 1, unavailable);
    }

    private Question with(
            @Nullable String chargeReference,
            int attempt,
            @Nullable Instant answerBy,
            int lookUps,
            boolean unavailable) {
        return new Question(
                paymentId,
                provider,
                amount,
                method,
                refundId,
                chargeReference,
                cause,
                attempt,
                answerBy,
                lookUps,
                unavailable);
    }
}
