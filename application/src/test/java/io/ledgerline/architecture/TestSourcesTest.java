package io.ledgerline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests don't do either; their classes are not all on this module's class path, their sources are at hand. */
class TestSourcesTest {

    private static final Path PROJECT = Path.of("..");

    /** In code, not in strings or comments as here. */
    private static final Pattern FORBIDDEN = Pattern.compile("^(?!\\s*(\\*|//|/\\*)).*"
            + "(\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\(|^\\s*@Disabled\\b|^import .*\\.Disabled;)");

    @Test
    void noTestSleepsOrIsDisabled() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(sources.stream().flatMap(TestSourcesTest::offences)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "        Thread.sleep(100);",
                "TimeUnit.SECONDS.sleep(1);",
                "    @Disabled",
                "import org.junit.jupiter.api.Disabled;"
            })
    void aTestThatDoesWouldBeSeen(String line) {
        assertThat(FORBIDDEN.matcher(line).find()).isTrue();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/")
                            && file.toString().endsWith(".java"))
                    // Breaks the rule to show that it is seen.
                    .filter(file -> !file.toString().contains("/violations/"))
                    .filter(file -> !file.endsWith("TestSourcesTest.java"))
                    .toList();
        }
    }

    private static Stream<String> offences(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> FORBIDDEN.matcher(line).find())
                    .map(line -> file + ": " + line.strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
