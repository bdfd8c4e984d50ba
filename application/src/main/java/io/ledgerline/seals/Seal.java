package io.ledgerline.seals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A link of the chain.
 *
 * @param number from 1, without gaps
 * @param digests one for each position from the first to the last; {@link Digest#NONE} where there is no event
 * @param hash of this seal and, through the one before it, of all before it
 */
record Seal(long number, long firstPosition, long lastPosition, List<Digest> digests, Digest hash, Instant sealedAt) {

    static Seal after(SealHead head, List<Digest> digests, Instant sealedAt) {
        long first = head.position() + 1;
        long last = head.position() + digests.size();
        return new Seal(head.number() + 1, first, last, digests, hash(head.hash(), first, last, digests), sealedAt);
    }

    /** Whether it is the one that was made then: nothing in it, or before it, was changed. */
    boolean follows(SealHead head) {
        return number == head.number() + 1
                && firstPosition == head.position() + 1
                && lastPosition - firstPosition + 1 == digests.size()
                && hash.equals(hash(head.hash(), firstPosition, lastPosition, digests));
    }

    SealHead head() {
        return new SealHead(number, lastPosition, hash, sealedAt);
    }

    Digest at(long position) {
        return digests.get(Math.toIntExact(position - firstPosition));
    }

    byte[] digestBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(digests.size() * Digest.LENGTH);
        digests.forEach(digest -> bytes.put(digest.bytes()));
        return bytes.array();
    }

    static List<Digest> digests(byte[] bytes) {
        Digest[] digests = new Digest[bytes.length / Digest.LENGTH];
        for (int i = 0; i < digests.length; i++) {
            digests[i] = Digest.of(Arrays.copyOfRange(bytes, i * Digest.LENGTH, (i + 1) * Digest.LENGTH));
        }
        return List.of(digests);
    }

    private static Digest hash(Digest before, long first, long last, List<Digest> digests) {
        Digest.Builder hash = new Digest.Builder()
                .add(before.bytes())
                .add(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(first)
                        .putLong(last)
                        .array());
        digests.forEach(digest -> hash.add(digest.bytes()));
        return hash.build();
    }
}
