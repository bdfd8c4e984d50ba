package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ledgerline} tells a JDK that only writes it down. */
class LauncherTest {

    /** Takes jars apart, keeps archives, and ends as a program that was started would. */
    private static final String JAVA = """
            #!/usr/bin/env bash
            directory=$(dirname "$(dirname "$(readlink -f "$0")")")
            echo "$*" >> "$directory/calls"
            for argument in "$@"; do
              case $argument in
                -Djarmode=tools)
                  mkdir -p "${@: -1}" && touch "${@: -1}/ledgerline.jar"
                  exit ;;
                -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*)
                  echo half > "${argument#*=}"
                  [ ! -e "$directory/slow" ] || { touch "$directory/rehearsing"; exec sleep 60; }
                  [ ! -e "$directory/broken" ]
                  exit ;;
              esac
            done
            exit 7
            """;

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void install() throws IOException {
        jar = Files.createDirectories(directory.resolve("application/target")).resolve("ledgerline.jar");
        Files.writeString(jar, "a build");
        Files.copy(Path.of("../ledgerline"), directory.resolve("ledgerline"));
        jdk("17.0.19");
    }

    @Test
    void givenNothingPrepared_whenStarted_thenItRehearsesOnceAndStartsWithTheArchive() throws Exception {
        assertThat(start("", "--server.port=1")).isEqualTo(7);
        assertThat(start("")).isEqualTo(7);

        Path archive = archives().get(0);
        assertThat(archives()).hasSize(1);
        assertThat(rehearsals()).hasSize(1);
        assertThat(starts())
                .containsExactly(
                        "-XX:SharedArchiveFile=%s -XX:+UseParallelGC -Xms256m -Xmx1g -jar %s/program/ledgerline.jar --server.port=1"
                                .formatted(archive, archive.getParent()),
                        "-XX:SharedArchiveFile=%s -XX:+UseParallelGC -Xms256m -Xmx1g -jar %s/program/ledgerline.jar"
                                .formatted(archive, archive.getParent()));
    }

    @Test
    void givenOptionsOfTheUser_thenTheyWinAndAreRehearsedButForThoseThatConfigureTheProgram() throws Exception {
        start("-XX:+UseG1GC -Xmx2g -Dledgerline.database.url=jdbc:postgresql://real/one -Xlog:gc");

        assertThat(rehearsals()).singleElement().asString().contains("-XX:+UseG1GC -Xmx2g -Xlog:gc ");
        assertThat(rehearsals()).singleElement().asString().doesNotContain("real/one");
        assertThat(starts())
                .singleElement()
                .asString()
                .contains("-XX:+UseG1GC -Xmx2g -Dledgerline.database.url=jdbc:postgresql://real/one -Xlog:gc -jar")
                .doesNotContain("UseParallelGC", "-Xmx1g");
    }

    @Test
    void givenTwoStartedAtOnce_thenBothStartWithAWholeArchiveOfTheirOwn() throws Exception {
        Process one = launch("");
        Process other = launch("");

        assertThat(one.waitFor()).isEqualTo(7);
        assertThat(other.waitFor()).isEqualTo(7);
        assertThat(starts())
                .hasSize(2)
                .allSatisfy(started -> assertThat(started).contains("-XX:SharedArchiveFile="));
    }

    @Test
    void givenAnotherBuildOrAnotherJdk_thenItIsPreparedAnew() throws Exception {
        start("");
        Files.writeString(jar, "another build");
        start("");
        jdk("25.0.3");
        start("");
        jdk("25.0.4");
        start("");

        assertThat(archives()).hasSize(4);
        assertThat(starts().get(3)).contains("-XX:AOTCache=");
    }

    @Test
    void givenABuildOfTheSameSizeASecondLater_thenItIsPreparedAnew() throws Exception {
        start("");
        Files.setLastModifiedTime(
                jar, FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(1)));
        start("");

        assertThat(archives()).hasSize(2);
    }

    @Test
    void givenItIsStoppedWhileItPrepares_thenNothingIsLeftThatTheNextStartWouldTake() throws Exception {
        Files.createFile(directory.resolve("jdk/slow"));
        Process stopped = launch("");
        while (!Files.exists(directory.resolve("jdk/rehearsing"))) {
            assertThat(stopped.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        stopped.destroy();
        assertThat(stopped.waitFor()).isEqualTo(143);
        assertThat(prepared()).isEmpty();

        Files.delete(directory.resolve("jdk/rehearsing"));
        Process killed = launch("");
        while (!Files.exists(directory.resolve("jdk/rehearsing"))) {
            assertThat(killed.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        List<ProcessHandle> rehearsal = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        rehearsal.forEach(ProcessHandle::destroyForcibly);
        Files.delete(directory.resolve("jdk/slow"));

        assertThat(start("")).isEqualTo(7);
        assertThat(archives()).hasSize(1);
        assertThat(rehearsals()).hasSize(3);
    }

    @Test
    void givenTheRehearsalFails_thenItStartsWithoutAndDoesNotTryAgain() throws Exception {
        Files.createFile(directory.resolve("jdk/broken"));

        assertThat(start("")).isEqualTo(7);
        assertThat(start("")).isEqualTo(7);

        assertThat(rehearsals()).hasSize(1);
        assertThat(archives()).isEmpty();
        assertThat(starts())
                .hasSize(2)
                .allSatisfy(started -> assertThat(started).isEqualTo("-XX:+UseParallelGC -Xms256m -Xmx1g -jar " + jar));
    }

    @Test
    void givenNothingCanBeWrittenThere_thenItStartsTheJarAsItIs() throws Exception {
        Files.createFile(jar.resolveSibling("ledgerline.prepared"));

        assertThat(start("")).isEqualTo(7);

        assertThat(starts()).containsExactly("-XX:+UseParallelGC -Xms256m -Xmx1g -jar " + jar);
    }

    private void jdk(String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        Files.writeString(bin.resolve("java"), JAVA);
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int start(String javaOptions, String... options) throws Exception {
        return launch(javaOptions, options).waitFor();
    }

    private Process launch(String javaOptions, String... options) throws IOException {
        ProcessBuilder launcher = new ProcessBuilder(
                        directory.resolve("ledgerline").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        launcher.command().addAll(List.of(options));
        launcher.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        launcher.environment().put("JAVA_OPTIONS", javaOptions);
        launcher.environment().remove("LEDGERLINE_JAR");
        return launcher.start();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("jdk/calls"));
    }

    private List<String> rehearsals() throws IOException {
        return calls().stream()
                .filter(call -> call.contains("--ledgerline.rehearsal="))
                .toList();
    }

    private List<String> starts() throws IOException {
        return calls().stream()
                .filter(call -> !call.contains("--ledgerline.rehearsal=") && !call.contains("jarmode"))
                .toList();
    }

    private List<Path> prepared() throws IOException {
        try (var all = Files.list(jar.resolveSibling("ledgerline.prepared"))) {
            return all.toList();
        }
    }

    private List<Path> archives() throws IOException {
        return prepared().stream()
                .map(each -> each.resolve("archive"))
                .filter(Files::exists)
                .toList();
    }
}
