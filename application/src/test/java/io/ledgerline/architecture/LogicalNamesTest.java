package io.ledgerline.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/**
 * Names that are stored or sent are a contract: {@code logical-names.txt} lists them all, events with their revision. A
 * line may be added; one that goes or changes leaves what was written under it unreadable.
 */
class LogicalNamesTest {

    private static final Path COMMITTED = Path.of("src/test/resources/logical-names.txt");

    private static final Map<String, Class<?>> TYPES = new TreeMap<>();

    @BeforeAll
    static void collect() {
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("io.ledgerline").stream()
                        .map(JavaClass::getMethods)
                        .flatMap(java.util.Set::stream)
                        .filter(method -> method.isAnnotatedWith(Bean.class)
                                && method.getRawReturnType().isEquivalentTo(LogicalTypes.class))
                        .forEach(method -> TYPES.putAll(call(method).byName()));
    }

    private static LogicalTypes call(JavaMethod bean) {
        try {
            Method method = bean.reflect();
            method.setAccessible(true);
            if (bean.getModifiers().contains(JavaModifier.STATIC)) {
                return (LogicalTypes) method.invoke(null);
            }
            Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
            constructor.setAccessible(true);
            return (LogicalTypes) method.invoke(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            return fail("can't call " + bean.getFullName(), e);
        }
    }

    @Test
    void namesAndRevisionsChangeOnPurposeOnly() throws IOException {
        List<String> actual =
                TYPES.entrySet().stream().map(LogicalNamesTest::line).toList();

        assertThat(actual).as("compared with " + COMMITTED).isEqualTo(Files.readAllLines(COMMITTED));
    }

    private static String line(Map.Entry<String, Class<?>> entry) {
        Revision revision = entry.getValue().getAnnotation(Revision.class);
        return revision == null ? entry.getKey() : entry.getKey() + " r" + revision.value();
    }

    @Test
    void eachEventHasAGoldenFileOfItsRevision() throws IOException {
        List<String> golden = goldenFiles();

        assertThat(TYPES).isNotEmpty();
        TYPES.entrySet().stream()
                .filter(entry -> entry.getValue().isAnnotationPresent(Revision.class))
                .filter(entry -> !EventSourcedAggregate.class.isAssignableFrom(entry.getValue()))
                .forEach(entry -> assertThat(golden).contains(line(entry).replace(" ", ".") + ".json"));
    }

    private static List<String> goldenFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().contains("/src/test/resources/golden/"))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
