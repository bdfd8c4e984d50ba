package io.ledgerline.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a random nonce in front. What it belongs to is authenticated, so that it can't be moved elsewhere. */
final class AesGcm {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private static final SecureRandom RANDOM = seeded();

    /** To look one up among all providers takes longer than to encrypt an address. */
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesGcm::cipher);

    private final SecretKey key;

    AesGcm(SecretKey key) {
        this.key = key;
    }

    /** Seeds here, once: what asks the operating system each time would block the event loop that encrypts. */
    private static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("DRBG");
            random.nextLong();
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 9 has it", e);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    byte[] encrypt(byte[] plain, String belongsTo) {
        byte[] nonce = randomBytes(NONCE_BYTES);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length, belongsTo);
        return ByteBuffer.allocate(nonce.length + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /** @throws IllegalStateException if it was changed, or belongs to something else */
    byte[] decrypt(byte[] encrypted, String belongsTo) {
        if (encrypted.length <= NONCE_BYTES) {
            throw new IllegalStateException("Too short to be encrypted");
        }
        byte[] nonce = Arrays.copyOf(encrypted, NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, nonce, encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES, belongsTo);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, int offset, int length, String belongsTo) {
        try {
            Cipher cipher = CIPHERS.get();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Can't " + (mode == Cipher.ENCRYPT_MODE ? "encrypt" : "decrypt"), e);
        }
    }
}
