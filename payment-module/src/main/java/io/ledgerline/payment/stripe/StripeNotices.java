package io.ledgerline.payment.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.ledgerline.payment.process.NoticeRejection;
import io.ledgerline.payment.process.PaymentGateway.Notice;
import io.ledgerline.payment.process.PaymentGateway.Notice.Type;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stripe's events. They are checked by its client, and read without it: its model takes an event only of the API version that
 * the client was made for, while an account sends those of its own, and the few members that count are the same in all.
 */
final class StripeNotices {

    static final String HEADER = "Stripe-Signature";

    /** As Stripe recommends. */
    private static final long WINDOW_SECONDS = Webhook.DEFAULT_TOLERANCE;

    private static final long ANY_AGE = 0;

    private final @Nullable String secret;
    private final Clock clock;
    private final JsonMapper json;

    StripeNotices(@Nullable String secret, Clock clock, JsonMapper json) {
        this.secret = secret;
        this.clock = clock;
        this.json = json;
    }

    Optional<Notice> read(@Nullable String signature, byte[] body) {
        String payload = new String(body, UTF_8);
        check(signature, payload);
        JsonNode event = parsed(payload);
        String id = text(event, "id");
        String type = text(event, "type");
        JsonNode object = event.at("/data/object");
        if (id == null || type == null || !object.isObject()) {
            throw new NoticeRejection.Unreadable("it is no event");
        }
        return notice(id, type, object);
    }

    /** Its age is told to be wrong only to who knows the secret. */
    private void check(@Nullable String signature, String payload) {
        if (!isSigned(signature, payload, ANY_AGE)) {
            throw new NoticeRejection.WrongSignature();
        }
        if (!isSigned(signature, payload, WINDOW_SECONDS)) {
            throw new NoticeRejection.OutdatedSignature(WINDOW_SECONDS);
        }
    }

    private boolean isSigned(@Nullable String signature, String payload, long tolerance) {
        if (secret == null || signature == null) {
            return false;
        }
        try {
            return Webhook.Signature.verifyHeader(payload, signature, secret, tolerance, clock);
        } catch (SignatureVerificationException | RuntimeException wrongOrMalformed) {
            return false;
        }
    }

    private JsonNode parsed(String payload) {
        try {
            return json.readTree(payload);
        } catch (JacksonException e) {
            throw new NoticeRejection.Unreadable("it is no JSON");
        }
    }

    private static Optional<Notice> notice(String id, String type, JsonNode object) {
        return switch (type) {
            case "payment_intent.succeeded" ->
                notice(id, Type.CAPTURED, object, object.path("amount_received").asLong(), null);
            case "payment_intent.payment_failed" ->
                notice(id, Type.DECLINED, object, object.path("amount").asLong(), declineReason(object));
            case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated" -> refund(id, object);
            // Newer API versions name no refund here; then the refund's own event tells.
            case "charge.refunded" -> refund(id, object.at("/refunds/data/0"));
            default -> Optional.empty();
        };
    }

    /** Empty while it is under way, and if it was made by someone else. */
    private static Optional<Notice> refund(String id, JsonNode refund) {
        if (StripeReferences.refund(metadata(refund)).isEmpty()) {
            return Optional.empty();
        }
        long amount = refund.path("amount").asLong();
        return switch (refund.path("status").asString("")) {
            case "succeeded" -> notice(id, Type.REFUNDED, refund, amount, null);
            case "failed" -> notice(id, Type.REFUND_FAILED, refund, amount, text(refund, "failure_reason"));
            case "canceled" -> notice(id, Type.REFUND_FAILED, refund, amount, "canceled");
            default -> Optional.empty();
        };
    }

    private static Optional<Notice> notice(
            String id, Type type, JsonNode object, long amount, @Nullable String reason) {
        Map<String, String> metadata = metadata(object);
        String reference = text(object, "id");
        String currency = text(object, "currency");
        if (reference == null || currency == null) {
            throw new NoticeRejection.Unreadable("its object is incomplete");
        }
        return StripeReferences.payment(metadata)
                .map(payment -> new Notice(
                        id,
                        type,
                        payment,
                        StripeReferences.refund(metadata).orElse(null),
                        reference,
                        MinorUnits.money(amount, currency),
                        reason));
    }

    private static @Nullable String declineReason(JsonNode intent) {
        JsonNode error = intent.path("last_payment_error");
        String declined = text(error, "decline_code");
        return declined == null ? text(error, "code") : declined;
    }

    private static Map<String, String> metadata(JsonNode object) {
        Map<String, String> metadata = new HashMap<>();
        object.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
        return metadata;
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() ? value.asString() : null;
    }
}
