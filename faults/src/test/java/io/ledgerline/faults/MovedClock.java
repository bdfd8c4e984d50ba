package io.ledgerline.faults;

import static org.junit.jupiter.api.Assumptions.abort;

import io.ledgerline.testbed.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The clock of one program, which can be moved while it runs; that of others on the machine stays as it is. */
final class MovedClock implements AutoCloseable {

    private final Path directory;

    private MovedClock(Path directory) {
        this.directory = directory;
    }

    /** Skips the test where no C compiler is, or the system doesn't let libraries come between. */
    static MovedClock make() throws IOException, InterruptedException {
        MovedClock clock = new MovedClock(Files.createTempDirectory("ledgerline-clock-"));
        Path source = clock.directory.resolve("clock.c");
        try (InputStream code = MovedClock.class.getResourceAsStream("/clock.c")) {
            Files.copy(Objects.requireNonNull(code), source);
        }
        clock.move(Duration.ZERO);
        try {
            int result = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-o", clock.library().toString(), source.toString(), "-ldl")
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IOException("It ends with " + result);
            }
        } catch (IOException e) {
            clock.close();
            abort("A clock is moved by a small library, which can't be compiled here: " + e.getMessage());
        }
        return clock;
    }

    private Path library() {
        return directory.resolve("clock.so");
    }

    private Path ahead() {
        return directory.resolve("ahead");
    }

    /** In place: the program has the file in its memory. */
    void move(Duration ahead) throws IOException {
        try (FileChannel file = FileChannel.open(ahead(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .putLong(0, ahead.toSeconds()),
                    0);
        }
    }

    /** What runs by this clock. */
    Launch of(Launch launch) {
        return new Launch(
                launch.jar(),
                Path.of("/usr/bin/env"),
                Stream.concat(
                                Stream.of(
                                        "LD_PRELOAD=" + library(),
                                        "CLOCK_AHEAD=" + ahead(),
                                        launch.java().toString()),
                                launch.jvmOptions().stream())
                        .toList(),
                launch.programOptions());
    }

    @Override
    public void close() throws IOException {
        for (Path file : List.of(library(), ahead(), directory.resolve("clock.c"), directory)) {
            Files.deleteIfExists(file);
        }
    }
}
