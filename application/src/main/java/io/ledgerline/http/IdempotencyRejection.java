package io.ledgerline.http;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** Why a request with an {@code Idempotency-Key} is not even looked at. */
abstract sealed class IdempotencyRejection extends Rejection {

    private IdempotencyRejection(Kind kind, String code, String message) {
        super(kind, code, message, Map.of());
    }

    static final class KeyReused extends IdempotencyRejection {
        KeyReused() {
            super(
                    Kind.INVALID,
                    "idempotency_key_reused",
                    "The Idempotency-Key belongs to another request: make a new one for each.");
        }
    }

    static final class RequestInProgress extends IdempotencyRejection {
        RequestInProgress() {
            super(
                    Kind.CONFLICT,
                    "request_in_progress",
                    "The same request is still under way: ask again in a moment, with the same Idempotency-Key.");
        }
    }
}
