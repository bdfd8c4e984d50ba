package io.ledgerline.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that outlived the program that started it: after {@code kill -9} nobody told it to stop. */
final class Orphan {

    private static final Logger log = LoggerFactory.getLogger(Orphan.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Clocks are read in seconds here and in ticks since the system's start there. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

    private final Path cluster;

    Orphan(Path cluster) {
        this.cluster = cluster;
    }

    /** The caller owns the data directory, so whoever still serves it has no owner. */
    void stop() {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        find(pidFile).ifPresent(process -> {
            log.info("Stopping a PostgreSQL that an earlier run left behind (process {})", process.pid());
            interrupt(process);
            await(process);
        });
    }

    private Optional<ProcessHandle> find(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < 3) {
                return Optional.empty();
            }
            Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> serves(process.info(), started));
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException("Can't tell from " + pidFile + " whether a PostgreSQL still runs", e);
        }
    }

    /** A process id may have been given to somebody else since, even to another PostgreSQL. Unknown means no. */
    private boolean serves(ProcessHandle.Info process, Instant started) {
        boolean postgres = process.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        boolean sameStart = process.startInstant()
                .map(start -> Duration.between(start, started).abs().compareTo(START_TOLERANCE) <= 0)
                .orElse(false);
        return postgres && sameStart;
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave. */
    private static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("It doesn't stop; killing it. Nothing is lost: it recovers from its log of writes");
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("Can't wait for process " + process.pid(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
