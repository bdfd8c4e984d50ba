package io.ledgerline.testbed;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged program as its users run it: a process of its own, with its embedded PostgreSQL and new data. It can be
 * killed and started again on the same data, at the same address.
 */
public final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Launch launch;
    private final Path directory;
    private final URI address;
    private final PostgresProcesses postgres;
    private final Thread onInterrupt = new Thread(this::stopAndDelete, "clean-up");
    private Process process;
    private boolean stopped;

    private Program(Launch launch, Path directory, URI address) throws IOException {
        this.launch = launch;
        this.directory = directory;
        this.address = address;
        this.postgres = new PostgresProcesses(data().resolve("postgresql"));
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /**
     * Returns once it is ready.
     *
     * @throws IOException if it doesn't start, with the end of what it said
     */
    public static Program start(Launch launch) throws IOException, InterruptedException {
        Program program = new Program(
                launch, Files.createTempDirectory("ledgerline-testbed-"), URI.create("http://127.0.0.1:" + freePort()));
        try {
            program.awaitReady();
            return program;
        } catch (IOException | InterruptedException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch(String... more) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--server.port=" + address.getPort(), "--ledgerline.data-directory=" + data()));
        options.addAll(launch.programOptions());
        options.addAll(List.of(more));
        return launch.process(options)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    /**
     * After it has ended. Doesn't wait until it is ready.
     *
     * @param more options of its own, for this time
     */
    public void launchAgain(String... more) throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("The program still runs");
        }
        process = launch(more);
    }

    /**
     * @throws IOException if it ends instead, or takes too long, with the end of what it said
     */
    public void awaitReady() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(address.resolve("/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (client.send(health, BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It doesn't listen yet.
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException("The program ended while it started:\n" + lastWords());
            }
        }
        throw new IOException("The program isn't ready after " + PATIENCE.toSeconds() + " s:\n" + lastWords());
    }

    /** {@code kill -9} of the program alone: its PostgreSQL is left behind. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -9} of PostgreSQL, all its processes. */
    public void killPostgres() {
        postgres.kill();
    }

    /** {@code kill -9} of PostgreSQL's first process, which the others notice sooner or later. */
    public void killPostmaster() {
        postgres.killPostmaster();
    }

    /** Waits until it ends, but no longer than that. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The end of what it said. */
    public String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(output());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    public URI address() {
        return address;
    }

    /** What it keeps, and what it said. */
    public Path directory() {
        return directory;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /**
     * @throws IllegalStateException if it doesn't run
     */
    public ProcessHandle postgres() {
        return postgres.postmaster().orElseThrow(() -> new IllegalStateException("The program's PostgreSQL is gone"));
    }

    /** What makes another program work on this one's database, as a second node. */
    public List<String> optionsToShareItsDatabase() throws IOException {
        Properties access = access();
        return List.of(
                "--ledgerline.database.url=" + access.getProperty("url"),
                "--ledgerline.database.username=" + access.getProperty("username"),
                "--ledgerline.database.password=" + access.getProperty("password"),
                "--ledgerline.encryption.master-key-file=" + data().resolve("master.key"),
                "--ledgerline.payments.webhook-secret="
                        + Files.readString(data().resolve("webhook.secret")).strip());
    }

    /** To the program's own database, past the program. */
    public Connection connect() throws IOException, SQLException {
        Properties access = access();
        Properties credentials = new Properties();
        credentials.setProperty("user", access.getProperty("username"));
        credentials.setProperty("password", access.getProperty("password"));
        credentials.setProperty("ApplicationName", "ledgerline testbed");
        return DriverManager.getConnection(access.getProperty("url"), credentials);
    }

    private Properties access() throws IOException {
        Properties access = new Properties();
        try (Reader file = Files.newBufferedReader(data().resolve("connection.properties"))) {
            access.load(file);
        }
        return access;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path output() {
        return directory.resolve("program.log");
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        stopAndDelete();
        forgetHook();
    }

    /** Stops it, and leaves its data and what it said where they are. */
    public void closeAndKeep() throws InterruptedException {
        stop();
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // The hook runs already.
        }
    }

    private synchronized void stop() throws InterruptedException {
        stopped = true;
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            kill();
        }
        postgres.kill();
    }

    private synchronized void stopAndDelete() {
        if (stopped) {
            return;
        }
        try {
            stop();
            delete(directory);
        } catch (Exception e) {
            System.err.println("Not all of " + directory + " could be cleaned up: " + e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
