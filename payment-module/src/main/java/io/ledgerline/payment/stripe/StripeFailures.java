package io.ledgerline.payment.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import io.ledgerline.payment.process.ProviderUnavailable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What it means that Stripe didn't do what it was asked for. */
final class StripeFailures {

    private static final String UNEXPECTED_STATE = "payment_intent_unexpected_state";

    private StripeFailures() {}

    /** It has looked at the request and says no, and would say so again: a declined card, an invalid request. */
    static boolean isRefusal(StripeException failure) {
        return failure instanceof CardException
                || failure instanceof InvalidRequestException
                || failure instanceof IdempotencyException;
    }

    /** It has never begun, or Stripe has told how it ended: it isn't still on its way, whatever its effect was. */
    static boolean isOver(StripeException failure) {
        if (failure instanceof ApiConnectionException) {
            Throwable cause = failure.getCause();
            return cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException;
        }
        return failure instanceof RateLimitException
                || failure instanceof AuthenticationException
                || failure instanceof ApiException
                        && failure.getStatusCode() == 500
                        && failure.getStripeError() != null;
    }

    /** The intent is in a state in which that can't be asked: something has become of it already. */
    static boolean isOfAnotherState(StripeException failure) {
        return failure instanceof InvalidRequestException && UNEXPECTED_STATE.equals(failure.getCode());
    }

    /** An intent was made, but is not of this account: the key is another one's, so nothing can be said. */
    static boolean isUnknown(StripeException failure) {
        return failure instanceof InvalidRequestException && failure.getStatusCode() == 404;
    }

    /** Stripe's code, for people; never null. */
    static String reason(StripeException failure) {
        if (failure instanceof AuthenticationException) {
            return "authentication_failed";
        }
        if (failure instanceof ApiConnectionException) {
            return isOver(failure) ? "not_reached" : "no_answer";
        }
        String declined = failure instanceof CardException card ? card.getDeclineCode() : null;
        String type = failure.getStripeError() == null
                ? null
                : failure.getStripeError().getType();
        return first(declined, failure.getCode(), type, "http_" + failure.getStatusCode());
    }

    /** Its lists fail in the middle with the failure inside another exception. */
    static ProviderUnavailable unavailable(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StripeException known) {
                return new ProviderUnavailable(StripeGateway.NAME, reason(known));
            }
        }
        return new ProviderUnavailable(StripeGateway.NAME, "unreadable: " + failure);
    }

    /** Why the last attempt to pay was declined; null if none was. */
    static @Nullable String declineReason(PaymentIntent intent) {
        StripeError error = intent.getLastPaymentError();
        return error == null ? null : first(error.getDeclineCode(), error.getCode(), error.getType(), "declined");
    }

    private static String first(@Nullable String... reasons) {
        return Stream.of(reasons).filter(Objects::nonNull).findFirst().orElseThrow();
    }
}
