package io.ledgerline.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Wraps the customers' keys, so that the database alone gives nobody away. */
final class MasterKey {

    static final int BYTES = 32;

    private final String id;
    private final AesGcm cipher;

    private MasterKey(SecretKey key, String id) {
        this.cipher = new AesGcm(key);
        this.id = id;
    }

    /** @param text 32 bytes in Base64, as its file holds them */
    static MasterKey parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The master key file must hold 32 bytes in Base64", e);
        }
        if (bytes.length != BYTES) {
            throw new IllegalStateException("The master key file must hold 32 bytes in Base64, not " + bytes.length);
        }
        return new MasterKey(new SecretKeySpec(bytes, "AES"), fingerprint(bytes));
    }

    /** Tells keys apart without giving one away. */
    private static String fingerprint(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("ledgerline master key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return id;
    }

    byte[] wrap(byte[] customerKey, String customerId) {
        return cipher.encrypt(customerKey, customerId);
    }

    byte[] unwrap(byte[] wrapped, String customerId) {
        return cipher.decrypt(wrapped, customerId);
    }
}
