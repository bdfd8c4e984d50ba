package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.testbed.Launch;
import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the packaged program and this JDK. What it does when things go wrong: {@link LauncherTest}. */
class LauncherIT {

    @TempDir
    private Path directory;

    @Test
    void givenNothingPrepared_whenStartedTwice_thenItIsPreparedOnceAndItsClassesComeFromTheArchive() throws Exception {
        Path jar = Files.copy(Campaign.JAR, directory.resolve("ledgerline.jar"));
        Path classes = directory.resolve("classes.log");
        Launch launch = new Launch(jar, Launch.thisJava(), List.of("-Xlog:class+load:file=" + classes), List.of())
                .by(Path.of("../ledgerline"));

        try (Program program = Program.start(launch)) {
            List<Path> archive = archives();
            assertThat(archive).hasSize(1);
            assertThat(program.lastWords()).contains("Preparing faster starts");
            assertThatTheProgramIsFromTheArchive(classes);

            program.kill();
            Files.delete(classes);
            program.launchAgain();
            program.awaitReady();

            assertThat(archives()).isEqualTo(archive);
            assertThatTheProgramIsFromTheArchive(classes);
        }
    }

    private static void assertThatTheProgramIsFromTheArchive(Path classes) throws IOException {
        assertThat(Files.readAllLines(classes))
                .anySatisfy(line -> assertThat(line)
                        .contains(" io.ledgerline.Ledgerline ")
                        .contains("source: shared objects file"));
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.walk(directory.resolve("ledgerline.prepared"), 2)) {
            return files.filter(file -> file.endsWith("archive")).toList();
        }
    }
}
