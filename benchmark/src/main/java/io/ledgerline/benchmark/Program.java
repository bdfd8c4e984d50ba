package io.ledgerline.benchmark;

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

/** The packaged program as its users run it: a process of its own, its embedded PostgreSQL, new data. */
final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Process process;
    private final URI address;
    private final Thread onInterrupt = new Thread(this::stopAndDelete, "clean-up");
    private boolean stopped;

    private Program(Path directory, Process process, URI address) {
        this.directory = directory;
        this.process = process;
        this.address = address;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /** @throws IOException if it doesn't start, with the end of what it said */
    static Program start(Options options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ledgerline-benchmark-");
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(options.java().toString());
        command.addAll(options.jvmOptions());
        command.addAll(List.of("-jar", options.jar().toString()));
        command.add("--server.port=" + port);
        command.add("--ledgerline.data-directory=" + directory.resolve("data"));
        if (!options.processes()) {
            command.add("--ledgerline.roles=command,query");
        }
        command.addAll(options.programOptions());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("program.log").toFile())
                .start();
        Program program = new Program(directory, process, URI.create("http://127.0.0.1:" + port));
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

    private void awaitReady() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(address.resolve("/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("The program ended while it started:\n" + lastWords());
            }
            try {
                if (client.send(health, BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It doesn't listen yet.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException("The program isn't ready after " + PATIENCE.toSeconds() + " s:\n" + lastWords());
    }

    /** The end of its log. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("program.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    URI address() {
        return address;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    ProcessHandle postgres() {
        return ProcessHandle.of(postmaster()).orElseThrow();
    }

    private long postmaster() {
        try (Stream<String> lines = Files.lines(directory.resolve("data/postgresql/postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new IllegalStateException("The program's PostgreSQL is gone", e);
        }
    }

    /** To the program's own database. */
    Connection connect() throws IOException, SQLException {
        Properties access = new Properties();
        try (Reader file = Files.newBufferedReader(directory.resolve("data/connection.properties"))) {
            access.load(file);
        }
        Properties credentials = new Properties();
        credentials.setProperty("user", access.getProperty("username"));
        credentials.setProperty("password", access.getProperty("password"));
        credentials.setProperty("ApplicationName", "ledgerline benchmark");
        return DriverManager.getConnection(access.getProperty("url"), credentials);
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        stopAndDelete();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // The hook runs already.
        }
    }

    private synchronized void stopAndDelete() {
        if (stopped) {
            return;
        }
        stopped = true;
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                ProcessHandle postgres = postgres();
                process.destroyForcibly().waitFor();
                postgres.destroy();
                postgres.onExit().get(20, TimeUnit.SECONDS);
            }
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
