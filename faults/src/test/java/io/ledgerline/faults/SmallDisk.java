package io.ledgerline.faults;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, in memory, that can be filled. */
final class SmallDisk implements AutoCloseable {

    private static final int PIECE = 8192;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Skips the test where nothing may be mounted. */
    static SmallDisk mount(int megabytes) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ledgerline-disk-");
        if (run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "tmpfs", directory.toString()) != 0) {
            Files.delete(directory);
            abort("A full disk is tried on a tmpfs, and only root may mount one");
        }
        return new SmallDisk(directory);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    Path directory() {
        return directory;
    }

    /** To the last byte. */
    void fill() throws IOException {
        byte[] piece = new byte[PIECE];
        try (OutputStream file = Files.newOutputStream(filling())) {
            while (Files.getFileStore(directory).getUsableSpace() > 0) {
                file.write(piece);
            }
        } catch (IOException full) {
            if (Files.getFileStore(directory).getUsableSpace() > PIECE) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filling());
    }

    private Path filling() {
        return directory.resolve("filling");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (run("umount", directory.toString()) != 0) {
            throw new IOException(directory + " is still mounted");
        }
        Files.delete(directory);
    }
}
