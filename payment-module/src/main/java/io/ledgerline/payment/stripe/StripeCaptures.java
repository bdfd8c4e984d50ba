package io.ledgerline.payment.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.service.PaymentIntentService;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.ledgerline.payment.process.PaymentGateway.Capture;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes money in two steps: a payment intent is created, which moves nothing; once its name is kept on our side it is
 * confirmed. An intent is charged once at most, however often it is confirmed, and what became of it can be read by its
 * name at any time. So no failure has to be taken for an answer, and none leads to a second charge.
 */
final class StripeCaptures {

    private static final String UNSUPPORTED = "amount_not_supported";
    private static final String REQUIRES_ACTION = "requires_action";

    private final PaymentIntentService intents;

    StripeCaptures(PaymentIntentService intents) {
        this.intents = intents;
    }

    Answer capture(Capture capture) {
        if (capture.begun() == null) {
            return create(capture);
        }
        // What an attempt that failed has done after all isn't to be tried a second time.
        Optional<Answer> known = capture.attempt() > 1 ? find(capture) : Optional.empty();
        return known.orElseGet(() -> confirm(capture, capture.begun()));
    }

    private Answer create(Capture capture) {
        OptionalLong amount = MinorUnits.of(capture.amount());
        if (amount.isEmpty()) {
            return new Answer.Declined(null, UNSUPPORTED);
        }
        PaymentIntentCreateParams wanted = PaymentIntentCreateParams.builder()
                .setAmount(amount.getAsLong())
                .setCurrency(capture.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT))
                .setPaymentMethod(capture.method().token())
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .setAllowRedirects(AllowRedirects.NEVER)
                        .build())
                .putMetadata(StripeReferences.PAYMENT, capture.paymentId().value())
                .build();
        try {
            PaymentIntent created = intents.create(
                    wanted, StripeReferences.key(capture.idempotencyKey() + "/create", capture.attempt()));
            return new Answer.Begun(created.getId());
        } catch (StripeException e) {
            return StripeFailures.isRefusal(e)
                    ? new Answer.Declined(null, StripeFailures.reason(e))
                    : new Answer.Failed(StripeFailures.reason(e));
        }
    }

    private Answer confirm(Capture capture, String intent) {
        // Nobody of the customer's side is there to act on what the bank may want to have done.
        PaymentIntentConfirmParams unattended = PaymentIntentConfirmParams.builder()
                .setErrorOnRequiresAction(true)
                .build();
        try {
            PaymentIntent confirmed = intents.confirm(
                    intent, unattended, StripeReferences.key(capture.idempotencyKey() + "/confirm", capture.attempt()));
            return answer(confirmed).orElseGet(() -> new Answer.Failed("not_confirmed"));
        } catch (StripeException e) {
            if (StripeFailures.isOfAnotherState(e)) {
                return find(capture).orElseGet(() -> new Answer.Failed(StripeFailures.reason(e)));
            }
            return StripeFailures.isRefusal(e) && !StripeFailures.isUnknown(e)
                    ? new Answer.Declined(intent, StripeFailures.reason(e))
                    : new Answer.Failed(StripeFailures.reason(e));
        }
    }

    /** Read by the intent's own name, which is never behind, as Stripe's search is. */
    Optional<Answer> find(Capture capture) {
        if (capture.begun() == null) {
            return Optional.empty();
        }
        try {
            return answer(intents.retrieve(capture.begun()));
        } catch (StripeException e) {
            throw StripeFailures.unavailable(e);
        }
    }

    /** A confirmation that is still on its way finds the intent cancelled. */
    Optional<Answer> conclude(Capture capture) {
        Optional<Answer> known = find(capture);
        return known.isPresent() || capture.begun() == null ? known : cancel(capture.begun());
    }

    /** Empty if nothing was or will be taken. */
    private Optional<Answer> cancel(String intent) {
        try {
            intents.cancel(intent);
            return Optional.empty();
        } catch (StripeException e) {
            // Either something has become of it just now, which is found next time; or nobody can say.
            return Optional.of(new Answer.Pending());
        }
    }

    /** Empty if it was never confirmed. A state that isn't known is nothing to decide on. */
    private Optional<Answer> answer(PaymentIntent intent) {
        String declined = StripeFailures.declineReason(intent);
        return switch (intent.getStatus()) {
            case "succeeded" -> Optional.of(new Answer.Done(intent.getId()));
            case "canceled" ->
                Optional.of(new Answer.Declined(intent.getId(), Objects.requireNonNullElse(declined, "canceled")));
            case REQUIRES_ACTION ->
                Optional.of(
                        cancel(intent.getId()).orElseGet(() -> new Answer.Declined(intent.getId(), REQUIRES_ACTION)));
            case "requires_payment_method", "requires_confirmation" ->
                Optional.ofNullable(declined).map(reason -> new Answer.Declined(intent.getId(), reason));
            default -> Optional.of(new Answer.Pending());
        };
    }
}
