package io.ledgerline.seals;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256. */
final class Digest {

    static final int LENGTH = 32;

    /** Of a position that will never have an event; also what stands before the first seal. */
    static final Digest NONE = new Digest(new byte[LENGTH]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A SHA-256 has %d bytes, not %d".formatted(LENGTH, bytes.length));
        }
        return new Digest(bytes.clone());
    }

    /** @throws IllegalArgumentException unless it is hexadecimal, and of the right length */
    static Digest ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    static final class Builder {

        private final MessageDigest sha256;

        Builder() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        Builder add(byte[] bytes) {
            sha256.update(bytes);
            return this;
        }

        Digest build() {
            return new Digest(sha256.digest());
        }
    }
}
