package io.ledgerline.payment.stripe.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** Events as Stripe sends and signs them. */
public final class StripeEvents {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StripeEvents() {}

    /**
     * @param object an intent, a refund or another thing of Stripe's
     */
    public static String event(String type, Map<String, Object> object) {
        return JSON.writeValueAsString(Map.of(
                "id",
                "evt_" + UUID.randomUUID(),
                "object",
                "event",
                "api_version",
                "2019-05-16",
                "type",
                type,
                "data",
                Map.of("object", object)));
    }

    /** As the header has it: also with a signature of another scheme, which counts for nothing. */
    public static String signature(String body, String secret, long unixSeconds) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((unixSeconds + "." + body).getBytes(UTF_8));
            return "t=%d,v1=%s,v0=%s".formatted(unixSeconds, HexFormat.of().formatHex(signature), "00");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
