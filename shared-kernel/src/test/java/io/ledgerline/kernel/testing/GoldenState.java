package io.ledgerline.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;

/**
 * What an aggregate's state is made of, field by field. Snapshots of another shape must not be read, so a change of it
 * needs another revision: then old snapshots are passed over, and streams are read from their beginning.
 */
public final class GoldenState {

    private static final Path DIRECTORY = Path.of("src/test/resources/golden-state");

    private GoldenState() {}

    /** Written for a new revision with {@code -Dgolden.write}; one that is there is never changed. */
    public static void matches(Class<?> aggregate) {
        Revision revision = aggregate.getAnnotation(Revision.class);
        assertThat(revision).as("%s has a revision", aggregate).isNotNull();
        Path file = DIRECTORY.resolve("%s.r%s.txt".formatted(aggregate.getSimpleName(), revision.value()));
        assertThat(shape(aggregate))
                .as("another shape needs another @Revision of %s", aggregate.getSimpleName())
                .isEqualTo(golden(file, shape(aggregate)));
    }

    private static String shape(Class<?> aggregate) {
        Map<String, String> classes = new TreeMap<>();
        add(aggregate, classes);
        return String.join("\n", classes.values()) + "\n";
    }

    private static void add(Class<?> type, Map<String, String> classes) {
        if (!type.getName().startsWith("io.ledgerline.") || type.isEnum() || classes.containsKey(type.getName())) {
            return;
        }
        classes.put(type.getName(), "");
        StringBuilder shape = new StringBuilder(name(type));
        fields(type).forEach(field -> {
            shape.append("\n  ").append(field.getName()).append(": ").append(name(field.getGenericType()));
            add(field.getGenericType(), classes);
        });
        classes.put(type.getName(), shape.toString());
    }

    private static void add(Type type, Map<String, String> classes) {
        if (type instanceof Class<?> plain) {
            add(plain, classes);
        } else if (type instanceof ParameterizedType of) {
            Stream.of(of.getActualTypeArguments()).forEach(argument -> add(argument, classes));
        }
    }

    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, it -> it != null && it != Object.class, Class::getSuperclass)
                .flatMap(it -> Stream.of(it.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !field.isSynthetic())
                .sorted(Comparator.comparing(Field::getName));
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType of) {
            return name(of.getRawType())
                    + Stream.of(of.getActualTypeArguments())
                            .map(GoldenState::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
    }

    private static String golden(Path file, String shape) {
        try {
            if (System.getProperty("golden.write") != null && Files.notExists(file)) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, shape);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
