package io.ledgerline.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.kernel.evolution.Upcasters;
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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds events against the JSON that they were first written as, {@code src/test/resources/golden/<logical
 * name>.r<revision>.json}, and against what they were declared as then, {@code golden-shape/<logical
 * name>.r<revision>.txt}. Neither file is ever changed; a new shape is a new revision, with files of its own and an
 * upcaster. {@code -Dgolden.write} writes the files that are missing, and only those.
 */
public final class GoldenEvents {

    private static final Pattern FILE = Pattern.compile("(?<event>.+)\\.r(?<revision>\\d+)(\\.\\d+)?\\.json");

    private final LogicalTypes events;
    private final Revisions revisions;
    private final Path resources;
    private final boolean write;
    private final Map<String, Object> once = new LinkedHashMap<>();

    /**
     * @param events all events of a context, and nothing else
     * @param upcasters of the context
     */
    public GoldenEvents(LogicalTypes events, Upcasters upcasters) {
        this(events, upcasters, Path.of("src/test/resources"), System.getProperty("golden.write") != null);
    }

    /**
     * @param write whether missing files are written
     */
    GoldenEvents(LogicalTypes events, Upcasters upcasters, Path resources, boolean write) {
        this.events = events;
        this.revisions = new Revisions(List.of(events), List.of(upcasters));
        this.resources = resources;
        this.write = write;
    }

    /**
     * @param file of an older revision, as the event was written once
     * @param today what it is read as
     */
    public GoldenEvents once(String file, Object today) {
        once.put(file, today);
        return this;
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
        once.forEach((file, today) -> tests.add(dynamicTest(
                file + " is read as it would be written today",
                () -> assertThat(Json.EVENTS.treeToValue(upcast(file), today.getClass()))
                        .isEqualTo(today))));
        tests.add(dynamicTest("each golden file has an example", () -> {
            Set<String> expected = new TreeSet<>(byFile.keySet());
            expected.addAll(once.keySet());
            assertThat(files("golden")).isEqualTo(expected);
        }));
        tests.add(dynamicTest(
                "each revision that ever was has a golden file",
                () -> assertThat(files("golden"))
                        .containsAll(revisions().map(it -> it + ".json").toList())));
        events.byName()
                .forEach((name, event) -> tests.add(dynamicTest(
                        name + " is declared as it was: another shape needs another @Revision",
                        () -> assertThat(EventShape.of(event)).isEqualTo(shape(event)))));
        tests.add(dynamicTest(
                "each revision that ever was has its shape",
                () -> assertThat(files("golden-shape"))
                        .isEqualTo(revisions().map(it -> it + ".txt").collect(Collectors.toCollection(TreeSet::new)))));
        return tests.stream();
    }

    private Map<String, Object> byFile(Object... examples) {
        Map<String, Object> byFile = new LinkedHashMap<>();
        for (Object example : examples) {
            String base = nameAndRevision(example.getClass());
            String file = base + ".json";
            for (int n = 2; byFile.containsKey(file); n++) {
                file = base + "." + n + ".json";
            }
            byFile.put(file, example);
        }
        return byFile;
    }

    private ObjectNode upcast(String name) throws IOException {
        Matcher file = FILE.matcher(name);
        assertThat(file.matches()).as("%s names an event and a revision", name).isTrue();
        String stored = Files.readString(resources.resolve("golden").resolve(name));
        ObjectNode payload = (ObjectNode) Json.EVENTS.readTree(stored);
        revisions.upcast(file.group("event"), file.group("revision"), payload);
        return payload;
    }

    private Stream<String> revisions() {
        return events.byName().entrySet().stream()
                .flatMap(event -> IntStream.rangeClosed(1, Integer.parseInt(revision(event.getValue())))
                        .mapToObj(revision -> event.getKey() + ".r" + revision));
    }

    private String nameAndRevision(Class<?> type) {
        return name(type) + ".r" + revision(type);
    }

    private static String revision(Class<?> type) {
        return type.getAnnotation(Revision.class).value();
    }

    private String name(Class<?> type) {
        return events.byName().entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no logical name"));
    }

    private Set<String> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(resources.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private String golden(String name, Object example) {
        return kept(
                resources.resolve("golden").resolve(name),
                () -> Json.EVENTS.writerWithDefaultPrettyPrinter().writeValueAsString(example) + "\n");
    }

    private String shape(Class<?> event) {
        return kept(
                resources.resolve("golden-shape").resolve(nameAndRevision(event) + ".txt"), () -> EventShape.of(event));
    }

    private String kept(Path file, Supplier<String> first) {
        try {
            if (write && Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, first.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
