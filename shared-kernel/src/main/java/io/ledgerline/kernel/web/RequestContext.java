package io.ledgerline.kernel.web;

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
 */
public record RequestContext(
        String caller,
        String requestId,
        String commandId,
        @Nullable String why,
        @Nullable Instant effectiveAt,
        @Nullable String idempotencyKey) {

    /** Under this name the context is an attribute of the exchange. */
    public static final String ATTRIBUTE = RequestContext.class.getName();
}
