package io.ledgerline.seals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event exactly as the store holds it.
 *
 * @param position in the log
 * @param fields everything else that is stored, always in the same order; none of it may change unseen
 */
record LoggedEvent(long position, @Nullable Object... fields) {

    /** Length before each field, so that no two events can read the same; a length of -1 is null. */
    Digest digest() {
        Digest.Builder digest = new Digest.Builder()
                .add(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
        for (Object field : fields) {
            if (field == null) {
                digest.add(length(-1));
            } else {
                byte[] bytes =
                        field instanceof byte[] raw ? raw : field.toString().getBytes(StandardCharsets.UTF_8);
                digest.add(length(bytes.length)).add(bytes);
            }
        }
        return digest.build();
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }
}
