package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./ledgerline} tells a JDK that only writes it down. */
class LauncherTest {

    /** Takes jars apart, keeps archives, and ends as a program that was started would. */
    private static final String JAVA = """
            #!/usr/bin/env bash
            directory=$(dirname "$(dirname "$(readlink -f "$0")")")
            echo "$*" >> "$directory/calls"
            linger() {
              touch "$directory/$1.lingers"
              exec sleep 60
            }
            for argument in "$@"; do
              case $argument in
                -Djarmode=tools)
                  [ ! -e "$directory/extraction.slow" ] || linger extraction
                  while [ $# -gt 0 ]; do
                    case $1 in
                      -jar) application=$(basename "$2") ;;
                      --destination) destination=$2 ;;
                      --application-filename) application=$2 ;;
                    esac
                    shift
                  done
                  mkdir -p "$destination" && touch "$destination/$application"
                  exit ;;
                -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*)
                  env > "$directory/environment"
                  { pwd && ls -A; } > "$directory/place"
                  ps -o ni= -p $$ > "$directory/niceness"
                  echo half > "${argument#*=}"
                  [ ! -e "$directory/rehearsal.slow" ] || linger rehearsal
                  touch "$directory/rehearsing.$$"
                  together=$(< "$directory/together")
                  until all=("$directory"/rehearsing.*) && [ ${#all[@]} -ge "$together" ]; do sleep 0.02; done
                  [ ! -e "$directory/broken" ] || { echo a fault; exit 1; }
                  echo whole > "${argument#*=}"
                  exit ;;
                -jar) touch "$directory/started"
                  [ ! -e "$directory/serving" ] || exec sleep 60 ;;
              esac
            done
            exit 7
            """;

    /** Where a JVM is told options: the last is the launcher's own. */
    private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JAVA_OPTIONS");

    private static final String WITHOUT = "-XX:+ExitOnOutOfMemoryError -XX:+UseParallelGC -Xms128m -Xmx1g -jar ";

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void install() throws IOException {
        jar = Files.createDirectories(directory.resolve("application/target")).resolve("ledgerline.jar");
        Files.writeString(jar, "a build");
        Files.copy(Path.of("../ledgerline"), directory.resolve("ledgerline"));
        jdk("17.0.19");
        Files.writeString(directory.resolve("jdk/together"), "1");
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
                        "-XX:SharedArchiveFile=%s -XX:+ExitOnOutOfMemoryError -XX:+UseParallelGC -Xms128m -Xmx1g -jar %s/program/ledgerline.jar --server.port=1"
                                .formatted(archive, archive.getParent()),
                        "-XX:SharedArchiveFile=%s -XX:+ExitOnOutOfMemoryError -XX:+UseParallelGC -Xms128m -Xmx1g -jar %s/program/ledgerline.jar"
                                .formatted(archive, archive.getParent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-1.2.jar", "shop"})
    void givenAJarOfAnotherName_thenItIsPreparedAllTheSame(String name) throws Exception {
        Path other = Files.move(jar, jar.resolveSibling(name));
        Path link = Files.createSymbolicLink(directory.resolve("current.jar"), other);

        launch(Map.of("LEDGERLINE_JAR", link.toString())).waitFor();

        assertThat(lastStart()).endsWith("/program/ledgerline.jar");
        assertThat(Path.of(lastStart().replaceFirst(".* ", ""))).exists();
    }

    @Test
    void whenItRehearses_thenNothingReachesItThatConfiguresTheProgramAndOthersComeFirst() throws Exception {
        launch(Map.of("LEDGERLINE_DATABASE_URL", "jdbc:postgresql://real/one")).waitFor();

        assertThat(lines("environment"))
                .as("but for what a shell makes of nothing")
                .filteredOn(line -> !line.matches("(PWD|SHLVL|_)=.*"))
                .singleElement()
                .asString()
                .startsWith("PATH=");
        assertThat(lines("place"))
                .singleElement()
                .asString()
                .contains("ledgerline.prepared")
                .endsWith("/empty");
        assertThat(lines("niceness")).containsExactly(" 19");
    }

    @Test
    void givenOptionsOfTheUser_thenTheyWinAndThoseAreRehearsedThatTheArchiveDependsOn() throws Exception {
        start("-XX:+UseG1GC -Xmx2g\t-XX:-UseCompressedOops\n-Dledgerline.database.url=jdbc:postgresql://real/one"
                + " -Xlog:gc:file=gc.log @more -javaagent:agent.jar -XX:StartFlightRecording");

        assertThat(rehearsals())
                .singleElement()
                .asString()
                .startsWith("-XX:+UseG1GC -Xmx2g -XX:-UseCompressedOops -XX:ArchiveClassesAtExit=");
        assertThat(starts())
                .singleElement()
                .asString()
                .contains("-XX:+ExitOnOutOfMemoryError -XX:+UseG1GC -Xmx2g -XX:-UseCompressedOops"
                        + " -Dledgerline.database.url=jdbc:postgresql://real/one"
                        + " -Xlog:gc:file=gc.log @more -javaagent:agent.jar -XX:StartFlightRecording -jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-XX:+UseShenandoahGC",
                "-XX:+UseEpsilonGC"
            })
    void givenACollectorInAnyVariableThatTheJvmReads_thenThereIsNoOther(String collector) throws Exception {
        for (String variable : VARIABLES) {
            launch(Map.of(variable, "-Done=1 " + collector)).waitFor();

            assertThat(lastStart()).as(variable).contains("-Xms128m -Xmx1g ").matches(own(collector, variable));
        }
        assertThat(rehearsals()).singleElement().asString().startsWith("-Xms128m -Xmx1g " + collector + " -XX:Archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xms1g", "-Xmx2g", "-XX:MaxHeapSize=2g", "-XX:MaxRAMPercentage=60"})
    void givenAHeapInAnyVariableThatTheJvmReads_thenThereIsNoOther(String heap) throws Exception {
        for (String variable : VARIABLES) {
            launch(Map.of(variable, heap)).waitFor();

            assertThat(lastStart()).as(variable).contains("-XX:+UseParallelGC ").doesNotContain("-Xms128m", "-Xmx1g");
        }
        assertThat(rehearsals()).singleElement().asString().startsWith("-XX:+UseParallelGC " + heap + " -XX:Archive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseStringDeduplication -XX:MaxGCPauseMillis=50",
                "-XX:+UseGCOverheadLimit",
                "-XX:-UseG1GC",
                "-XX:NonNMethodCodeHeapSize=8m"
            })
    void givenWhatIsNeitherCollectorNorHeap_thenThereAreOurs(String options) throws Exception {
        start(options);

        assertThat(lastStart())
                .contains("-XX:+ExitOnOutOfMemoryError -XX:+UseParallelGC -Xms128m -Xmx1g " + options + " -jar");
    }

    @Test
    void givenAJdkThatCan_thenHeadersOfObjectsAreSmallUnlessTheUserSaysOtherwise() throws Exception {
        start("");
        assertThat(lastStart()).as("on 17").doesNotContain("CompactObjectHeaders");

        jdk("25.0.3");
        start("");
        assertThat(lastStart()).contains("-Xmx1g -XX:+UseCompactObjectHeaders -jar");
        assertThat(rehearsals().get(1)).contains("-XX:+UseCompactObjectHeaders");

        for (String variable : VARIABLES) {
            launch(Map.of(variable, "-XX:-UseCompactObjectHeaders")).waitFor();
            assertThat(lastStart()).as(variable).doesNotContain("-XX:+UseCompactObjectHeaders");
        }
    }

    @Test
    void givenTwoStartedAtOnce_thenTheyMakeTwoWholeArchives() throws Exception {
        Files.writeString(directory.resolve("jdk/together"), "2");
        Process one = launch(Map.of());
        Process other = launch(Map.of());

        assertThat(one.waitFor()).isEqualTo(7);
        assertThat(other.waitFor()).isEqualTo(7);
        assertThat(archives()).hasSize(2).allSatisfy(archive -> {
            assertThat(archive).hasContent("whole");
            assertThat(archive.resolveSibling("program/ledgerline.jar")).exists();
        });
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
    void givenABuildOfTheSameSizeAndTime_thenItIsPreparedAnew() throws Exception {
        FileTime time = Files.getLastModifiedTime(jar);
        start("");
        Files.writeString(jar, "A build");
        Files.setLastModifiedTime(jar, time);
        start("");

        assertThat(archives()).hasSize(2);
    }

    @Test
    void givenABuildOfTheSameSizeASecondLater_thenItIsPreparedAnew() throws Exception {
        start("");
        Files.setLastModifiedTime(
                jar, FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(1)));
        start("");

        assertThat(archives()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"extraction, HUP, 129", "extraction, TERM, 143", "rehearsal, INT, 130", "rehearsal, TERM, 143"})
    void givenItIsStoppedWhileItPrepares_thenNothingGoesOnOrIsLeft(String step, String signal, int exitCode)
            throws Exception {
        Files.createFile(directory.resolve("jdk/" + step + ".slow"));
        Process stopped = launch(Map.of());
        await(stopped, step + ".lingers");
        List<ProcessHandle> all = stopped.descendants().toList();

        new ProcessBuilder("kill", "-" + signal, Long.toString(stopped.pid()))
                .start()
                .waitFor();

        assertThat(stopped.waitFor()).isEqualTo(exitCode);
        assertThat(all).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(prepared()).isEmpty();
    }

    @Test
    void givenItIsKilledWhileItPrepares_thenTheNextStartDoesNotTakeWhatItLeft() throws Exception {
        Files.createFile(directory.resolve("jdk/rehearsal.slow"));
        Process killed = launch(Map.of());
        await(killed, "rehearsal.lingers");
        List<ProcessHandle> rehearsal = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        rehearsal.forEach(ProcessHandle::destroyForcibly);
        Files.delete(directory.resolve("jdk/rehearsal.slow"));

        assertThat(start("")).isEqualTo(7);
        assertThat(archives())
                .singleElement()
                .satisfies(archive -> assertThat(archive).hasContent("whole"));
        assertThat(rehearsals()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extraction", "rehearsal"})
    void givenItTakesTooLong_thenItIsEndedAndTheProgramStartsWithout(String step) throws Exception {
        Files.createFile(directory.resolve("jdk/" + step + ".slow"));

        assertThat(launch(Map.of("LEDGERLINE_PREPARE_SECONDS", "1")).waitFor()).isEqualTo(7);

        assertThat(prepared())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.resolve("failed")).content().contains("It wasn't done in 1 seconds"));
        assertThat(starts()).containsExactly(WITHOUT + jar);
    }

    @Test
    void givenTheRehearsalFails_thenOnlyItsLogIsLeftAndEachStartOfADaySaysWhereItIs() throws Exception {
        Files.createFile(directory.resolve("jdk/broken"));

        for (int i = 0; i < 2; i++) {
            assertThat(start("")).isEqualTo(7);
            Path failure = onlyFileOf(prepared().get(0));
            assertThat(failure).hasFileName("failed").hasContent("a fault");
            assertThat(said()).contains("It starts without what could be prepared: that failed, see " + failure);
        }
        assertThat(rehearsals()).hasSize(1);
        assertThat(starts()).containsExactly(WITHOUT + jar, WITHOUT + jar);

        Files.delete(directory.resolve("jdk/broken"));
        aged(onlyFileOf(prepared().get(0)), Duration.ofHours(25));
        start("");

        assertThat(rehearsals()).hasSize(2);
        assertThat(lastStart()).contains("-XX:SharedArchiveFile=");
    }

    @Test
    void givenNothingCanBeWrittenThere_thenItStartsTheJarAsItIsAndSaysSo() throws Exception {
        Path inTheWay = Files.createFile(jar.resolveSibling("ledgerline.prepared"));

        assertThat(start("")).isEqualTo(7);

        assertThat(starts()).containsExactly(WITHOUT + jar);
        assertThat(said()).contains("nothing can be kept in " + inTheWay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkdir", "mktemp", "mv", "rm", "touch", "flock", "find", "ls", "tail", "cksum", "nice"})
    void givenACommandThatPreparesFails_thenTheProgramStarts(String command) throws Exception {
        Path broken = Files.createDirectories(directory.resolve("commands"));
        executable(broken.resolve(command), "#!/bin/sh\nexit 1\n");

        for (int i = 0; i < 2; i++) {
            assertThat(launch(Map.of("PATH", broken + ":" + System.getenv("PATH")))
                            .waitFor())
                    .isEqualTo(7);
        }

        assertThat(starts()).hasSize(2);
    }

    @Test
    void whenAnotherBuildIsPrepared_thenThatGoesWhichIsOldAndNeitherUsedLatelyNorHeld() throws Exception {
        Path[] builds = new Path[6];
        for (int build = 0; build < builds.length; build++) {
            builds[build] = prepareBuild(build);
        }
        Path[] hoursAgo = {builds[5], builds[4], builds[3], builds[2], builds[1], builds[0]};
        for (int i = 0; i < hoursAgo.length; i++) {
            aged(hoursAgo[i], Duration.ofHours(2 + i));
        }
        // The oldest of all is used again, and ends; the next oldest goes on running.
        build(0);
        start("");
        Files.createFile(directory.resolve("jdk/serving"));
        Files.deleteIfExists(directory.resolve("jdk/started"));
        build(1);
        Process running = launch(Map.of());
        await(running, "started");
        aged(builds[1], Duration.ofHours(9));
        aged(builds[3], Duration.ofMinutes(50));
        aged(builds[4], Duration.ofMinutes(40));
        Files.delete(directory.resolve("jdk/serving"));
        try {
            Path another = prepareBuild(6);

            assertThat(prepared())
                    .as("the last two (0 and 4), one of this hour (3), one that is held (1), the new one")
                    .containsExactlyInAnyOrder(builds[0], builds[4], builds[3], builds[1], another);
        } finally {
            running.destroyForcibly().waitFor();
        }
    }

    /** @return its directory */
    private Path prepareBuild(int number) throws Exception {
        List<Path> before = Files.exists(jar.resolveSibling("ledgerline.prepared")) ? prepared() : List.of();
        build(number);
        start("");
        return prepared().stream()
                .filter(each -> !before.contains(each))
                .findFirst()
                .orElseThrow();
    }

    private void build(int number) throws IOException {
        Files.writeString(jar, "build " + number);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plusSeconds(number)));
    }

    private static void aged(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private void await(Process launcher, String sign) throws InterruptedException {
        while (!Files.exists(directory.resolve("jdk").resolve(sign))) {
            assertThat(launcher.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static Path onlyFileOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** What is on the command line: a JVM reads the other variables itself. */
    private static String own(String collector, String variable) {
        return variable.equals("JAVA_OPTIONS") ? "(?!.*GC.*GC).*" + Pattern.quote(collector) + ".*" : "(?!.*GC).*";
    }

    private void jdk(String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        executable(bin.resolve("java"), JAVA);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int start(String javaOptions, String... options) throws Exception {
        return launch(Map.of("JAVA_OPTIONS", javaOptions), options).waitFor();
    }

    private Process launch(Map<String, String> environment, String... options) throws IOException {
        // Whoever builds in the background has signals ignored, which no shell can change.
        ProcessBuilder launcher = new ProcessBuilder(
                        "/usr/bin/env",
                        "--default-signal=INT,HUP,TERM",
                        directory.resolve("ledgerline").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        launcher.command().addAll(List.of(options));
        launcher.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        launcher.environment().keySet().removeAll(VARIABLES);
        launcher.environment().remove("LEDGERLINE_JAR");
        launcher.environment().putAll(environment);
        return launcher.start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve("jdk").resolve(file));
    }

    private List<String> calls() throws IOException {
        return lines("calls");
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

    private String lastStart() throws IOException {
        return starts().get(starts().size() - 1);
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
