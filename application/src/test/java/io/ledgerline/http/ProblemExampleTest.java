package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Each refusal that the code knows is told, with an example; {@code -Derrors.write} writes the page that tells them. */
class ProblemExampleTest {

    private static final Path PAGE = Path.of("../docs/errors.md");
    private static final Pattern REJECTION = Pattern.compile("Kind\\.([A-Z]+),\\s*\"([a-z_]+)\"");

    @Test
    void eachRejectionInTheCodeHasAnExampleWithItsStatus() throws IOException {
        Map<String, Integer> told =
                ProblemExample.ALL.stream().collect(Collectors.toMap(ProblemExample::code, ProblemExample::status));

        assertThat(told).containsAllEntriesOf(rejections());
    }

    @Test
    void thePageTellsThemAll() throws IOException {
        if (System.getProperty("errors.write") != null) {
            Files.writeString(PAGE, page());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    private static Map<String, Integer> rejections() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(path -> path.toString().matches(".*/src/main/java/.*\\.java"))
                    .toList()) {
                REJECTION.matcher(Files.readString(file)).results().forEach(rejection -> {
                    var kind = Rejection.Kind.valueOf(rejection.group(1));
                    var refusal = new Refusal(kind, rejection.group(2), "", Map.of());
                    found.put(rejection.group(2), Problem.of(refusal).status().value());
                });
            }
        }
        assertThat(found).hasSizeGreaterThan(40);
        return found;
    }

    private static String page() {
        return """
                # Refusals

                Each refusal is a problem ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with a stable `code`. This page is made from
                [`problems.json`](../application/src/main/resources/problems.json), as the examples in the API document are, and a test holds
                it against the code.

                ## That clients see

                %s
                ## That only processes see

                %s""".formatted(
                        table(problem -> !problem.about().equals(List.of("process"))),
                        table(problem -> problem.about().equals(List.of("process"))));
    }

    private static String table(Predicate<ProblemExample> which) {
        return ProblemExample.ALL.stream()
                .filter(which)
                .map(problem -> "| `%s` | %d | %s | %s%s |\n"
                        .formatted(
                                problem.code(),
                                problem.status(),
                                problem.when(),
                                problem.detail(),
                                problem.members().isEmpty()
                                        ? ""
                                        : " `%s`".formatted(JsonMapper.shared().writeValueAsString(problem.members()))))
                .collect(Collectors.joining(
                        "", "| code | status | when | for example |\n| --- | --- | --- | --- |\n", ""));
    }
}
