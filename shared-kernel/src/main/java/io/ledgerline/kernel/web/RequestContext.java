package io.ledgerline.kernel.web;

import io.ledgerline.kernel.CustomerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request says beside its body. Endpoints take it as an argument; ids that they make derive from its command id,
 * so that a request sent again asks for the same again.
 *
 * @param caller who asks
 * @param requestId taken from {@code X-Request-Id}, or made
 * @param commandId a UUID; the same whenever the same caller repeats a request with the same {@code Idempotency-Key}
 * @param why from {@code X-Reason}
 * @param effectiveAt from {@code X-Effective-At}; null means: when it is recorded
 * @param idempotencyKey null if the caller gave none
 * @param onlyFor the customer that the caller is, whose things are all that it may see and touch; null if it may see and
 *     touch everybody's
 */
public record RequestContext(
        String caller,
        String requestId,
        String commandId,
        @Nullable String why,
        @Nullable Instant effectiveAt,
        @Nullable String idempotencyKey,
        @Nullable CustomerId onlyFor) {

    /** Under this name the context is an attribute of the exchange. */
    public static final String ATTRIBUTE = RequestContext.class.getName();

    public RequestContext withCommandId(String derived) {
        return new RequestContext(caller, requestId, derived, why, effectiveAt, idempotencyKey, onlyFor);
    }

    /** The same for another reason, or for the same in another form. */
    public RequestContext withWhy(@Nullable String other) {
        return new RequestContext(caller, requestId, commandId, other, effectiveAt, idempotencyKey, onlyFor);
    }

    /** @throws AccessRefused.NotYours if the caller is another customer */
    public void mustActFor(CustomerId customer) {
        if (onlyFor != null && !onlyFor.equals(customer)) {
            throw new AccessRefused.NotYours();
        }
    }
}
