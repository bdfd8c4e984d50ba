package io.ledgerline.faults;

import io.ledgerline.testbed.PostgresProcesses;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL that all nodes share and that outlives them, and what may happen to it. */
final class Database implements AutoCloseable {

    private final Path directory;
    private final boolean parentIsOwn;
    private final EmbeddedPostgres postgres;
    private final PostgresProcesses processes;
    private final Path pgCtl;

    private Database(Path directory, boolean parentIsOwn, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.parentIsOwn = parentIsOwn;
        this.postgres = postgres;
        this.processes = new PostgresProcesses(directory);
        this.pgCtl = Path.of(processes
                        .postmaster()
                        .flatMap(it -> it.info().command())
                        .orElseThrow())
                .resolveSibling("pg_ctl");
    }

    static Database start() throws IOException {
        return start(Files.createTempDirectory("ledgerline-database-"), true);
    }

    /** @param parent of the directory that its data will be in */
    static Database startIn(Path parent) throws IOException {
        return start(parent, false);
    }

    private static Database start(Path parent, boolean parentIsOwn) throws IOException {
        Path directory = parent.resolve("data");
        return new Database(
                directory,
                parentIsOwn,
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory)
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start());
    }

    /** For programs. */
    String url() {
        return url(postgres.getPort());
    }

    /** For programs that come by another door. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    int port() {
        return postgres.getPort();
    }

    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    boolean runs() {
        return processes.postmaster().isPresent();
    }

    /** None of its processes does anything any more: connections stay, and nobody answers. */
    void pause() throws IOException, InterruptedException {
        Signal.STOP.send(processes.all());
    }

    void goOn() throws IOException, InterruptedException {
        Signal.CONT.send(processes.all());
    }

    /** In an orderly way, if it runs: it ends all sessions and what they have begun. Returns once it is up again. */
    void restart() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // It doesn't run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(pgCtl.toString(), "-D", directory.toString(), "-m", "fast", "-w", "restart"));
        Path said = directory.resolveSibling("restart.log");
        int result = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        if (result != 0) {
            throw new IOException("PostgreSQL can't be restarted: " + Files.readString(said));
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Files.deleteIfExists(directory.resolveSibling("restart.log"));
        if (parentIsOwn) {
            Files.delete(directory.getParent());
        }
    }
}
