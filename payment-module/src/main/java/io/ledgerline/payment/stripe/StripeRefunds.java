package io.ledgerline.payment.stripe;

import com.stripe.exception.StripeException;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.RefundService;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Refund;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives money back. A refund has no first step that moves nothing, so the next attempt, which has a key of its own, is only
 * made when the one before is surely over, and isn't in the list of the intent's refunds, which is never behind. Else it is
 * only looked for there.
 */
final class StripeRefunds {

    private static final Logger LOG = LoggerFactory.getLogger(StripeRefunds.class);

    private static final String UNSUPPORTED = "amount_not_supported";

    private final RefundService refunds;
    private final StripeSettings settings;

    StripeRefunds(RefundService refunds, StripeSettings settings) {
        this.refunds = refunds;
        this.settings = settings;
    }

    Answer refund(Refund refund) {
        Optional<Answer> known = refund.attempt() > 1 ? find(refund) : Optional.empty();
        return known.orElseGet(() -> create(refund));
    }

    private Answer create(Refund refund) {
        OptionalLong amount = MinorUnits.of(refund.amount());
        if (amount.isEmpty()) {
            return new Answer.Declined(null, UNSUPPORTED);
        }
        RefundCreateParams wanted = RefundCreateParams.builder()
                .setPaymentIntent(refund.chargeReference())
                .setAmount(amount.getAsLong())
                .putMetadata(StripeReferences.PAYMENT, refund.paymentId().value())
                .putMetadata(StripeReferences.REFUND, refund.refundId().value())
                .build();
        try {
            return answer(refunds.create(wanted, StripeReferences.key(refund.idempotencyKey(), refund.attempt())));
        } catch (StripeException e) {
            return failed(refund, e);
        } catch (RuntimeException e) {
            LOG.warn("Stripe's answer about refund {} can't be read", refund.refundId(), e);
            return new Answer.NoAnswer();
        }
    }

    private Answer failed(Refund refund, StripeException failure) {
        String reason = StripeFailures.reason(failure);
        if (StripeFailures.isRefusal(failure)) {
            // It may say no because it has done this before, longer ago than it keeps keys.
            return find(refund).orElseGet(() -> new Answer.Declined(null, reason));
        }
        return StripeFailures.isOver(failure) ? new Answer.Failed(reason) : new Answer.NoAnswer();
    }

    Optional<Answer> find(Refund refund) {
        RefundListParams ofIntent = RefundListParams.builder()
                .setPaymentIntent(refund.chargeReference())
                .setLimit((long) settings.pageSize())
                .build();
        try {
            for (com.stripe.model.Refund made : refunds.list(ofIntent).autoPagingIterable()) {
                if (StripeReferences.refund(made.getMetadata())
                        .filter(refund.refundId()::equals)
                        .isPresent()) {
                    return Optional.of(answer(made));
                }
            }
            return Optional.empty();
        } catch (StripeException | RuntimeException e) {
            throw StripeFailures.unavailable(e);
        }
    }

    /** Asked for once more under the same key, so that it is done once; as long as nobody can say, it stays under way. */
    Optional<Answer> conclude(Refund refund) {
        Answer answer = find(refund).orElseGet(() -> create(refund));
        boolean decided = answer instanceof Answer.Done || answer instanceof Answer.Declined;
        return Optional.of(decided ? answer : new Answer.Pending());
    }

    private static Answer answer(com.stripe.model.Refund refund) {
        return switch (refund.getStatus()) {
            case "succeeded" -> new Answer.Done(refund.getId());
            case "failed", "canceled" ->
                new Answer.Declined(
                        refund.getId(), Objects.requireNonNullElse(refund.getFailureReason(), refund.getStatus()));
            default -> new Answer.Pending();
        };
    }
}
