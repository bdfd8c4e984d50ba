package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Encrypted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

final class AesCustomerKey implements CustomerKey {

    static final int BYTES = 32;

    /** Says how to read what follows, for the day when the cipher changes. */
    private static final String FORMAT = "v1:";

    private final CustomerId customer;
    private final AesGcm cipher;

    AesCustomerKey(CustomerId customer, byte[] key) {
        this.customer = customer;
        this.cipher = new AesGcm(new SecretKeySpec(key, "AES"));
    }

    @Override
    public Encrypted encrypt(String plain) {
        byte[] encrypted = cipher.encrypt(plain.getBytes(StandardCharsets.UTF_8), customer.value());
        return new Encrypted(FORMAT + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted));
    }

    @Override
    public String decrypt(Encrypted encrypted) {
        String text = encrypted.text();
        if (!text.startsWith(FORMAT)) {
            throw new IllegalStateException("Not in a known encrypted form");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text.substring(FORMAT.length()));
        return new String(cipher.decrypt(bytes, customer.value()), StandardCharsets.UTF_8);
    }
}
