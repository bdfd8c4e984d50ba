package io.ledgerline.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of the PostgreSQL that serves a cluster. */
public final class PostgresProcesses {

    private final Path cluster;

    /**
     * @param cluster where its data is
     */
    public PostgresProcesses(Path cluster) {
        this.cluster = cluster;
    }

    /** Empty if none runs, or none has got far enough to say so. */
    public Optional<ProcessHandle> postmaster() {
        try (Stream<String> lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(line -> Long.parseLong(line.strip()))
                    .flatMap(ProcessHandle::of)
                    .filter(PostgresProcesses::isPostgres);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The number may have been given to somebody else since. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive()
                && process.info().command().map(it -> it.endsWith("postgres")).orElse(false);
    }

    void killPostmaster() {
        postmaster().ifPresent(it -> kill(List.of(it)));
    }

    /** The first one first, so that it starts no others. */
    void kill() {
        kill(all());
    }

    /** The first one first; none if it doesn't run. */
    public List<ProcessHandle> all() {
        return postmaster().stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .toList();
    }

    private static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(it -> it.onExit().join());
    }
}
