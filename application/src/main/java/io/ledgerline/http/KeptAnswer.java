package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a request with an {@code Idempotency-Key}, and will be again.
 *
 * @param headers those that are the answer's own, each once
 * @param body without personal data
 * @param personal the true body, if it holds personal data; null if it doesn't
 */
record KeptAnswer(
        int status,
        Map<String, String> headers,
        String body,
        @Nullable Personal personal) {

    record Personal(CustomerId customer, Encrypted body) {}
}
