package io.ledgerline.messaging;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Makes the ids of Axon's messages, and with them of events. Axon's own asks the operating system for each, which blocks
 * the event loops that queries are sent and answered on; this one seeds once. Ids begin with the time (UUID version 7),
 * so that those of one time lie together in the log's index.
 *
 * <p>Public, with public constructor, because Axon finds it as a service.
 */
public final class MessageIds extends IdentifierFactory {

    private static final int BYTES_OF_ONE = Short.BYTES + Long.BYTES;
    private static final int AT_A_TIME = 64;

    private final SecureRandom random;

    /** To be asked for many costs the generator hardly more than for one. */
    private final ThreadLocal<ByteBuffer> unused = ThreadLocal.withInitial(
            () -> ByteBuffer.allocate(BYTES_OF_ONE * AT_A_TIME).position(BYTES_OF_ONE * AT_A_TIME));

    public MessageIds() {
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 9 has it", e);
        }
        random.nextLong();
    }

    @Override
    public String generateIdentifier() {
        ByteBuffer bytes = unused.get();
        if (!bytes.hasRemaining()) {
            random.nextBytes(bytes.array());
            bytes.clear();
        }
        long high = System.currentTimeMillis() << 16 | 7 << 12 | bytes.getShort() & 0x0fff;
        long low = bytes.getLong() & 0x3fff_ffff_ffff_ffffL | 1L << 63;
        return new UUID(high, low).toString();
    }
}
