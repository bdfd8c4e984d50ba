package io.ledgerline.payment.process;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A payment provider, as Ledgerline sees it. Calls may block, for as long as a provider's timeout is. A call that fails
 * with an exception may or may not have reached the provider: it is made again with the same idempotency key, and the
 * provider acts on a key once.
 */
public interface PaymentGateway {

    /** The name under which payments remember whom they were asked of; also in the address of its notices. */
    String provider();

    /**
     * Takes the money. May be done in two steps: if it only begins it, it is asked again with what it has begun, once that is
     * kept.
     */
    Answer capture(Capture capture);

    /** Gives some or all of it back. */
    Answer refund(Refund refund);

    /** What became of a capture, by our reference; empty if the provider knows of none. */
    Optional<Answer> findCapture(Capture capture);

    /** What became of a refund, by our reference; empty if the provider knows of none. */
    Optional<Answer> findRefund(Refund refund);

    /**
     * Asked before nobody asks any more. A provider that may still act on what it was asked for prevents that, or brings
     * it to its end.
     *
     * @return what became of it; empty only if nothing was taken, and nothing will be
     */
    default Optional<Answer> concludeCapture(Capture capture) {
        return findCapture(capture);
    }

    /** The same of a refund: empty only if nothing was given back, and nothing will be. */
    default Optional<Answer> concludeRefund(Refund refund) {
        return findRefund(refund);
    }

    /** All that the provider has been asked for, as its own books have it. */
    void charges(Consumer<Charge> each);

    /**
     * Reads what the provider tells by itself.
     *
     * @param header the request's headers by name, in any case; null for one that isn't there
     * @param body exactly as it was received: it is what is signed
     * @return empty if it is about nothing that a payment has to know
     * @throws NoticeRejection if it isn't the provider who says so, or isn't now, or can't be read
     */
    Optional<Notice> read(UnaryOperator<@Nullable String> header, byte[] body);

    /**
     * What to take.
     *
     * @param idempotencyKey the same for the same payment and step, whoever asks and how often
     * @param paymentId by which the provider's books can be searched for it
     * @param attempt which time it is asked, from 1: the next one is only after the provider said that it can't
     * @param begun what the provider called it when it began it; null if it hasn't
     */
    record Capture(
            String idempotencyKey,
            PaymentId paymentId,
            Money amount,
            PaymentMethod method,
            int attempt,
            @Nullable String begun) {}

    /**
     * What to give back.
     *
     * @param idempotencyKey the same for the same refund, whoever asks and how often
     * @param chargeReference the provider's name for the charge
     * @param attempt as with a capture
     */
    record Refund(
            String idempotencyKey,
            PaymentId paymentId,
            RefundId refundId,
            String chargeReference,
            Money amount,
            int attempt) {}

    /** What the provider says. */
    sealed interface Answer {

        /**
         * It is done: the money is taken, or given back.
         *
         * @param providerReference the provider's name for the charge, or for the refund
         */
        record Done(String providerReference) implements Answer {}

        /**
         * It has taken note of the capture, and nothing else: no money is taken until it is asked again with this reference.
         *
         * @param providerReference never null
         */
        record Begun(String providerReference) implements Answer {}

        /**
         * It won't be done.
         *
         * @param providerReference null if the provider keeps no record of it
         * @param reason the provider's, for people
         */
        record Declined(@Nullable String providerReference, String reason) implements Answer {}

        /** The provider has the request, and will tell what became of it. */
        record Pending() implements Answer {}

        /** The call ended without an answer: it may have been done or not. */
        record NoAnswer() implements Answer {}

        /** The provider could not do it now; asking again may help. */
        record Failed(String reason) implements Answer {}
    }

    /**
     * A line of the provider's books.
     *
     * @param captured false if it was declined
     * @param refunded the sum of all refunds
     */
    record Charge(String providerReference, PaymentId paymentId, boolean captured, Money amount, Money refunded) {}

    /**
     * What the provider tells by itself.
     *
     * @param noticeId the same when it is told again
     * @param refundId of a refund whose provider remembers our name for it; never null if it failed
     * @param reason why it was declined or the refund failed; null otherwise, or if the provider doesn't say
     */
    record Notice(
            String noticeId,
            Type type,
            PaymentId paymentId,
            @Nullable RefundId refundId,
            String providerReference,
            Money amount,
            @Nullable String reason) {

        /** What has happened. */
        public enum Type {
            CAPTURED,
            DECLINED,
            REFUNDED,
            REFUND_FAILED
        }
    }
}
