package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Encrypted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

final class AesCustomerKey implements CustomerKey {

    static final int BYTES = 32;

    private final CustomerId customer;
    private final AesGcm cipher;

    AesCustomerKey(CustomerId customer, byte[] key) {
        this.customer = customer;
        this.cipher = new AesGcm(new SecretKeySpec(key, "AES"));
    }

    @Override
    public Encrypted encrypt(String plain) {
        byte[] encrypted = cipher.encrypt(plain.getBytes(StandardCharsets.UTF_8), customer.value());
        return new Encrypted(
                Encrypted.FORMAT + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted));
    }

    @Override
    public String decrypt(Encrypted encrypted) {
        String text = encrypted.text();
        if (!Encrypted.looksLike(text)) {
            throw new IllegalStateException("Not in a known encrypted form");
        }
        return new String(cipher.decrypt(bytes(text), customer.value()), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text.substring(Encrypted.FORMAT.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("Not what was encrypted", e);
        }
    }
}
