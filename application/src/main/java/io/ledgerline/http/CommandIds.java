package io.ledgerline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes ids for requests and commands, in the form of a UUID. Never blocks. */
final class CommandIds {

    private final Clock clock;
    private final SecureRandom random;

    /** Seeds here, once: asking the operating system for each id would block the event loop. */
    CommandIds(Clock clock) {
        this.clock = clock;
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 9 has it", e);
        }
        random.nextLong();
    }

    /** Begins with the time (UUID version 7), so that ids of one time lie together in an index. */
    String next() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(clock.millis() << 16 | bytes[6] << 8 & 0xff00 | bytes[7] & 0xff);
        return uuid(bytes, 7);
    }

    /** The same id for the same parts (UUID version 8); the parts can't run into each other. */
    static String derived(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return uuid(digest.digest(), 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    private static String uuid(byte[] bytes, int version) {
        bytes[6] = (byte) (bytes[6] & 0x0f | version << 4);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
