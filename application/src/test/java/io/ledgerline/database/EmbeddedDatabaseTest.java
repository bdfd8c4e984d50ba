package io.ledgerline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EmbeddedDatabaseTest {

    private static final DatabaseProperties.Access CONFIGURED = new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("ledgerline.database", DatabaseProperties.Access.class);

    @TempDir
    Path directory;

    @Test
    void givenAFirstStart_whenStoppedAndStartedAgain_thenItIsDurableClosedToStrangersAndKeepsItsData()
            throws Exception {
        try (DataDirectory data = DataDirectory.own(directory)) {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                    Connection connection = connect(database)) {
                assertThat(settings(connection, "fsync", "synchronous_commit", "full_page_writes"))
                        .containsExactly("on", "on", "on");
                assertThat(settings(connection, "listen_addresses")).containsExactly("127.0.0.1");
                execute(connection, "create table kept (id int)");
                assertThatThrownBy(() -> DriverManager.getConnection(
                                database.access(CONFIGURED).url(), "postgres", "guessed"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
            Path file = directory.resolve("connection.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readAllLines(file))
                    .extracting(line -> line.substring(0, line.indexOf('=')))
                    .containsExactly("url", "username", "password");

            try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                    Connection connection = connect(database)) {
                execute(connection, "insert into kept values (1)");
            }
        }
    }

    @Test
    void givenAPostgresThatOutlivedItsProgram_whenStarted_thenItIsStoppedAndItsDataIsServed() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProgramToKill.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        awaitLine(program, ProgramToKill.READY);
        long orphan = postmaster();
        program.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isPresent();

        try (DataDirectory data = DataDirectory.own(directory);
                EmbeddedDatabase database = EmbeddedDatabase.start(data);
                Connection connection = connect(database)) {
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            execute(connection, "insert into kept values (2)");
        }
    }

    /** A program that is about to be killed. */
    static final class ProgramToKill {

        static final String READY = "ready to be killed";

        public static void main(String[] arguments) throws Exception {
            EmbeddedDatabase database = EmbeddedDatabase.start(DataDirectory.own(Path.of(arguments[0])));
            execute(connect(database), "create table kept (id int)");
            System.out.println(READY);
            new CountDownLatch(1).await();
        }
    }

    private static void awaitLine(Process process, String line) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.lines().anyMatch(line::equals)).isTrue();
    }

    @Test
    void givenAFirstStartThatWasBrokenOff_whenStarted_thenItBeginsAnew() throws Exception {
        try (DataDirectory data = DataDirectory.own(directory)) {
            Files.createDirectories(directory.resolve("postgresql"));
            Files.writeString(directory.resolve("postgresql/PG_VERSION"), "17");

            try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
                connect(database).close();
            }
        }
    }

    @Test
    void givenALostPassword_whenStarted_thenThereIsANewOneAndTheDataIsKept() throws Exception {
        try (DataDirectory data = DataDirectory.own(directory)) {
            String lost;
            try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                    Connection connection = connect(database)) {
                execute(connection, "create table kept (id int)");
                lost = database.access(CONFIGURED).password();
            }
            Files.delete(directory.resolve("connection.properties"));

            try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                    Connection connection = connect(database)) {
                execute(connection, "insert into kept values (1)");
                assertThatThrownBy(() -> DriverManager.getConnection(
                                database.access(CONFIGURED).url(), "ledgerline", lost))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
    }

    @Test
    void givenDataThatIsInUse_whenASecondProgramWantsIt_thenItIsRefusedByName() throws Exception {
        try (DataDirectory owned = DataDirectory.own(directory)) {
            assertThatThrownBy(() -> DataDirectory.own(directory))
                    .isInstanceOf(DataInUse.class)
                    .hasMessageContaining(owned.path().toString());
        }
        DataDirectory.own(directory).close();
    }

    private long postmaster() throws Exception {
        List<String> lines = Files.readAllLines(directory.resolve("postgresql/postmaster.pid"));
        return Long.parseLong(lines.get(0).strip());
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        DatabaseProperties.Access access = database.access(CONFIGURED);
        return DriverManager.getConnection(access.url(), access.username(), access.password());
    }

    private static List<String> settings(Connection connection, String... names) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("show " + name)) {
                result.next();
                values.add(result.getString(1));
            }
        }
        return values;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
