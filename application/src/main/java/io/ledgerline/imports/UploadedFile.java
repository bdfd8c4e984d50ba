package io.ledgerline.imports;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An upload on its way in: bytes in a file that nobody else sees, and their hash. The file has no name any more once it
 * is open (where the system allows), so that nothing is left behind however the upload ends.
 */
final class UploadedFile implements AutoCloseable {

    private final FileChannel file;
    private final MessageDigest digest;
    private final long limit;
    private long size;

    private UploadedFile(FileChannel file, MessageDigest digest, long limit) {
        this.file = file;
        this.digest = digest;
        this.limit = limit;
    }

    /** @param limit in bytes */
    static UploadedFile in(Path directory, long limit) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "upload-", ".csv");
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        return new UploadedFile(file, sha256Digest(), limit);
    }

    /** @return false if the file would become too large; then nothing was added */
    boolean append(ByteBuffer bytes) throws IOException {
        if (size + bytes.remaining() > limit) {
            return false;
        }
        size += bytes.remaining();
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        return true;
    }

    /** In hexadecimal; once all has been added. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** From the beginning; closing it leaves the file open. */
    InputStream content() throws IOException {
        file.position(0);
        return new FilterInputStream(new BufferedInputStream(Channels.newInputStream(file), 64 * 1024)) {
            @Override
            public void close() {
                // It may be read once more.
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
