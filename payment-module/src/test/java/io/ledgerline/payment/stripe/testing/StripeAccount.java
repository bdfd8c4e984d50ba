package io.ledgerline.payment.stripe.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens in an account at Stripe, as its API's reference tells it. Cards are those that Stripe offers for tests. */
final class StripeAccount {

    /** A request that is answered with an error. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        final int status;
        final transient Map<String, Object> error;

        /** Nothing was begun, so nothing is kept under the request's key. */
        final boolean invalid;

        Refused(int status, boolean invalid, Map<String, Object> error) {
            super(String.valueOf(error));
            this.status = status;
            this.error = error;
            this.invalid = invalid;
        }

        static Refused invalid(String code, String param, String message) {
            return new Refused(
                    code.equals("resource_missing") ? 404 : 400,
                    true,
                    Map.of("type", "invalid_request_error", "code", code, "param", param, "message", message));
        }
    }

    private final Map<String, Map<String, Object>> intents = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> refunds = new LinkedHashMap<>();

    /** Of refunds from now on. */
    String refundStatus = "succeeded";

    Map<String, Object> createIntent(Map<String, String> form) {
        String card = form.get("payment_method");
        if (card != null && !card.startsWith("pm_")) {
            throw new Refused(
                    400, true, error("invalid_request_error", "resource_missing", null, "No such PaymentMethod"));
        }
        long amount = Long.parseLong(required(form, "amount"));
        if (amount < 1) {
            throw Refused.invalid("parameter_invalid_integer", "amount", "Invalid positive integer");
        }
        Map<String, Object> intent = new LinkedHashMap<>();
        intent.put("id", "pi_" + (intents.size() + 1));
        intent.put("object", "payment_intent");
        intent.put("amount", amount);
        intent.put("amount_received", 0);
        intent.put("currency", required(form, "currency"));
        intent.put("status", card == null ? "requires_payment_method" : "requires_confirmation");
        intent.put("payment_method", card);
        intent.put("last_payment_error", null);
        intent.put("metadata", metadata(form));
        intents.put((String) intent.get("id"), intent);
        return intent;
    }

    Map<String, Object> intent(String id) {
        Map<String, Object> intent = intents.get(id);
        if (intent == null) {
            throw Refused.invalid("resource_missing", "intent", "No such payment_intent: '%s'".formatted(id));
        }
        return intent;
    }

    Map<String, Object> confirm(String id, Map<String, String> form) {
        Map<String, Object> intent = intent(id);
        if (!List.of("requires_confirmation", "requires_payment_method").contains(intent.get("status"))
                || intent.get("payment_method") == null) {
            throw unexpectedState(intent);
        }
        String card = (String) intent.get("payment_method");
        return switch (card) {
            case "pm_card_visa" -> succeed(intent);
            case "pm_bank_debit" -> with(intent, "processing");
            case "pm_card_visa_chargeDeclinedInsufficientFunds" ->
                throw decline(intent, "card_declined", "insufficient_funds");
            case "pm_card_expired" -> throw decline(intent, "expired_card", null);
            case "pm_card_authenticationRequired" -> {
                if ("true".equals(form.get("error_on_requires_action"))) {
                    throw decline(intent, "authentication_required", "authentication_required");
                }
                yield with(intent, "requires_action");
            }
            case "pm_needs_customer" -> with(intent, "requires_action");
            default -> throw decline(intent, "card_declined", "generic_decline");
        };
    }

    Map<String, Object> cancel(String id) {
        Map<String, Object> intent = intent(id);
        if (List.of("succeeded", "canceled", "processing").contains(intent.get("status"))) {
            throw unexpectedState(intent);
        }
        return with(intent, "canceled");
    }

    Map<String, Object> succeed(Map<String, Object> intent) {
        intent.put("amount_received", intent.get("amount"));
        intent.put("last_payment_error", null);
        return with(intent, "succeeded");
    }

    private static Map<String, Object> with(Map<String, Object> intent, String status) {
        intent.put("status", status);
        return intent;
    }

    Refused decline(Map<String, Object> intent, String code, @Nullable String declineCode) {
        Map<String, Object> error = error("card_error", code, declineCode, "Your card was declined.");
        intent.put("last_payment_error", error);
        intent.put("payment_method", null);
        with(intent, "requires_payment_method");
        return new Refused(402, false, error);
    }

    private static Refused unexpectedState(Map<String, Object> intent) {
        Map<String, Object> error = error(
                "invalid_request_error",
                "payment_intent_unexpected_state",
                null,
                "This PaymentIntent's status is " + intent.get("status"));
        error.put("payment_intent", Map.copyOf(withoutNulls(intent)));
        return new Refused(400, false, error);
    }

    Map<String, Object> createRefund(Map<String, String> form) {
        Map<String, Object> intent = intent(required(form, "payment_intent"));
        long amount = Long.parseLong(required(form, "amount"));
        if (!"succeeded".equals(intent.get("status"))) {
            throw new Refused(
                    400, false, error("invalid_request_error", "charge_not_refundable", null, "It was not captured"));
        }
        if (refunded((String) intent.get("id")) + amount > ((Number) intent.get("amount_received")).longValue()) {
            throw new Refused(
                    400, false, error("invalid_request_error", "charge_already_refunded", null, "More than is left"));
        }
        Map<String, Object> refund = new LinkedHashMap<>();
        refund.put("id", "re_" + (refunds.size() + 1));
        refund.put("object", "refund");
        refund.put("amount", amount);
        refund.put("currency", intent.get("currency"));
        refund.put("payment_intent", intent.get("id"));
        refund.put("status", refundStatus);
        refund.put("failure_reason", "failed".equals(refundStatus) ? "expired_or_canceled_card" : null);
        refund.put("metadata", metadata(form));
        refunds.put((String) refund.get("id"), refund);
        return refund;
    }

    private long refunded(String intent) {
        return refunds.values().stream()
                .filter(refund -> refund.get("payment_intent").equals(intent))
                .filter(refund -> !List.of("failed", "canceled").contains(refund.get("status")))
                .mapToLong(refund -> ((Number) refund.get("amount")).longValue())
                .sum();
    }

    /** Newest first. */
    List<Map<String, Object>> intents() {
        return newestFirst(intents);
    }

    List<Map<String, Object>> refunds(@Nullable String intent) {
        return newestFirst(refunds).stream()
                .filter(refund -> intent == null || refund.get("payment_intent").equals(intent))
                .toList();
    }

    private static List<Map<String, Object>> newestFirst(Map<String, Map<String, Object>> objects) {
        List<Map<String, Object>> newestFirst = new ArrayList<>(objects.values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    static Map<String, Object> error(String type, @Nullable String code, @Nullable String declineCode, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        if (code != null) {
            error.put("code", code);
        }
        if (declineCode != null) {
            error.put("decline_code", declineCode);
        }
        return error;
    }

    private static String required(Map<String, String> form, String name) {
        String value = form.get(name);
        if (value == null) {
            throw Refused.invalid("parameter_missing", name, "Missing required param: " + name);
        }
        return value;
    }

    private static Map<String, String> metadata(Map<String, String> form) {
        Map<String, String> metadata = new LinkedHashMap<>();
        form.forEach((name, value) -> {
            if (name.startsWith("metadata[")) {
                metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
            }
        });
        return metadata;
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> object) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        copy.values().removeIf(Objects::isNull);
        return copy;
    }
}
