package io.ledgerline.query.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundFailed;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Moment;
import io.ledgerline.query.Newest;
import io.ledgerline.query.ViewRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as its events made it, and as clients get it: it holds nothing personal.
 *
 * @param orderId what was paid for; the payment itself only knows it as a reference
 * @param attempts how often the provider was asked for the money
 * @param provider who was asked
 * @param refunded what has gone back; what is on its way there doesn't count
 * @param providerReference null until the provider has answered
 * @param failureReason the provider's; null unless declined or failed
 * @param requestedAt effective time
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PaymentView(
        PaymentId paymentId,
        String orderId,
        Money amount,
        Money refunded,
        PaymentStatus status,
        int attempts,
        String provider,
        @Nullable String providerReference,
        @Nullable String failureReason,
        Instant requestedAt,
        long version)
        implements ViewRow, Newest<PaymentView> {

    /**
     * The state after one more event. Pure.
     *
     * @param payment null before the first event
     */
    public static PaymentView evolve(@Nullable PaymentView payment, PaymentEvent event, Moment moment) {
        if (event instanceof PaymentRequested requested) {
            return new PaymentView(
                    requested.paymentId(),
                    requested.reference(),
                    requested.amount(),
                    Money.zero(requested.amount().currency()),
                    PaymentStatus.REQUESTED,
                    1,
                    requested.provider(),
                    null,
                    null,
                    moment.effectiveAt(),
                    moment.version());
        }
        if (payment == null) {
            throw new IllegalStateException("a payment begins by being requested");
        }
        if (event instanceof PaymentCaptured captured) {
            return payment.answered(PaymentStatus.CAPTURED, captured.providerReference(), null, moment);
        }
        if (event instanceof PaymentDeclined declined) {
            return payment.answered(PaymentStatus.DECLINED, declined.providerReference(), declined.reason(), moment);
        }
        if (event instanceof AttemptFailed failed) {
            return payment.asked(failed.again() ? failed.attempt() + 1 : failed.attempt(), moment);
        }
        if (event instanceof PaymentFailed failed) {
            return payment.answered(PaymentStatus.FAILED, null, failed.reason(), moment);
        }
        if (event instanceof PaymentRefunded refund) {
            return payment.refunded(payment.refunded.plus(refund.amount()), moment);
        }
        if (event instanceof RefundRequested || event instanceof RefundFailed) {
            return payment.refunded(payment.refunded, moment);
        }
        throw new IllegalStateException(
                "this view doesn't know " + event.getClass().getSimpleName());
    }

    private PaymentView answered(
            PaymentStatus status, @Nullable String providerReference, @Nullable String failureReason, Moment moment) {
        return new PaymentView(
                paymentId,
                orderId,
                amount,
                refunded,
                status,
                attempts,
                provider,
                providerReference,
                failureReason,
                requestedAt,
                moment.version());
    }

    private PaymentView asked(int attempts, Moment moment) {
        return new PaymentView(
                paymentId,
                orderId,
                amount,
                refunded,
                status,
                attempts,
                provider,
                providerReference,
                failureReason,
                requestedAt,
                moment.version());
    }

    private PaymentView refunded(Money refunded, Moment moment) {
        return new PaymentView(
                paymentId,
                orderId,
                amount,
                refunded,
                refunded.isZero()
                        ? status
                        : refunded.equals(amount) ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED,
                attempts,
                provider,
                providerReference,
                failureReason,
                requestedAt,
                moment.version());
    }

    @Override
    public String key() {
        return paymentId.value();
    }

    @Override
    public PaymentView newest(PaymentView other) {
        return other.version > version ? other : this;
    }
}
