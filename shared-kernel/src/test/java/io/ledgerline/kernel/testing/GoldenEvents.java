package io.ledgerline.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ledgerline.kernel.LogicalTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.DynamicTest;

/**
 * Holds events against the JSON that they were first written as: {@code src/test/resources/golden/<logical
 * name>.r<revision>.json}. A golden file is never changed; a new shape is a new revision, with a file of its own and an
 * upcaster. {@code -Dgolden.write} writes the files that are missing, and only those.
 */
public final class GoldenEvents {

    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    private final LogicalTypes events;

    /**
     * @param events all events of a context, and nothing else
     */
    public GoldenEvents(LogicalTypes events) {
        this.events = events;
    }

    /**
     * @param examples at least one of each event; of several, the second one's file is {@code ….r<revision>.2.json}
     */
    public Stream<DynamicTest> tests(Object... examples) {
        Map<String, Object> byFile = byFile(examples);
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest(
                "each event has an example",
                () -> assertThat(Stream.of(examples).map(Object::getClass).collect(Collectors.<Class<?>>toSet()))
                        .containsExactlyInAnyOrderElementsOf(events.byName().values())));
        byFile.forEach((file, example) -> {
            tests.add(dynamicTest(
                    file + " is what is written",
                    () -> assertThat(Json.EVENTS.valueToTree(example).toPrettyString())
                            .isEqualTo(
                                    Json.EVENTS.readTree(golden(file, example)).toPrettyString())));
            tests.add(dynamicTest(
                    file + " can be read",
                    () -> assertThat(Json.EVENTS.readValue(golden(file, example), example.getClass()))
                            .isEqualTo(example)));
        });
        tests.add(dynamicTest(
                "each golden file has an example",
                () -> assertThat(files()).isEqualTo(new TreeSet<>(byFile.keySet()))));
        return tests.stream();
    }

    private Map<String, Object> byFile(Object... examples) {
        Map<String, Object> byFile = new LinkedHashMap<>();
        for (Object example : examples) {
            String base = name(example.getClass()) + ".r"
                    + example.getClass().getAnnotation(Revision.class).value();
            String file = base + ".json";
            for (int n = 2; byFile.containsKey(file); n++) {
                file = base + "." + n + ".json";
            }
            byFile.put(file, example);
        }
        return byFile;
    }

    private String name(Class<?> type) {
        return events.byName().entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no logical name"));
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String golden(String name, Object example) {
        Path file = DIRECTORY.resolve(name);
        try {
            if (System.getProperty("golden.write") != null && Files.notExists(file)) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(
                        file, Json.EVENTS.writerWithDefaultPrettyPrinter().writeValueAsString(example) + "\n");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
