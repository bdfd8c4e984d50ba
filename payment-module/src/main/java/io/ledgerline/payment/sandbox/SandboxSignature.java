package io.ledgerline.payment.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.payment.api.WebhookSecret;
import io.ledgerline.payment.process.NoticeRejection;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">}. */
@Component
class SandboxSignature {

    static final String HEADER = "Ledgerline-Signature";

    /** Older ones, or ones from the future, may be repeated by somebody who has overheard them. */
    private static final long WINDOW_SECONDS = 300;

    private static final Pattern FORMAT = Pattern.compile("\\s*t=(\\d{1,12})\\s*,\\s*v1=([0-9a-fA-F]{64})\\s*");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;

    SandboxSignature(WebhookSecret secret, Clock clock) {
        this.key = new SecretKeySpec(secret.value().getBytes(UTF_8), ALGORITHM);
        this.clock = clock;
    }

    String sign(byte[] body) {
        String time = Long.toString(clock.instant().getEpochSecond());
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac(time, body));
    }

    /**
     * Its time is told to be wrong only to who knows the secret.
     *
     * @throws NoticeRejection if it isn't right, or isn't of now
     */
    void check(@Nullable String signature, byte[] body) {
        Matcher parts = FORMAT.matcher(signature == null ? "" : signature);
        if (!parts.matches()
                || !MessageDigest.isEqual(
                        mac(parts.group(1), body), HexFormat.of().parseHex(parts.group(2)))) {
            throw new NoticeRejection.WrongSignature();
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(parts.group(1));
        if (Math.abs(age) > WINDOW_SECONDS) {
            throw new NoticeRejection.OutdatedSignature(WINDOW_SECONDS);
        }
    }

    private byte[] mac(String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((time + ".").getBytes(US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }
}
