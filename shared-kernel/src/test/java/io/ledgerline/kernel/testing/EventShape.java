package io.ledgerline.kernel.testing;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.Encrypted;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event looks like in JSON, field by field, all the way down: what is declared, so that what no example happens to
 * show counts, too. Names of classes don't count: they are never written.
 */
final class EventShape {

    private static final Set<Class<?>> TEXTS = Set.of(String.class, Currency.class, Instant.class);
    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);

    private EventShape() {}

    static String of(Class<?> event) {
        return fields(event, "").strip().replace(" \n", "\n") + "\n";
    }

    private static String fields(Class<?> type, String indent) {
        return Stream.of(type.getRecordComponents())
                .map(field -> "\n" + indent + field.getName() + ": " + shape(field.getAnnotatedType(), field, indent))
                .collect(Collectors.joining());
    }

    private static String shape(AnnotatedType type, @Nullable RecordComponent field, String indent) {
        String shape = field != null && isWrittenAsText(field) ? "text" : plain(type, indent);
        return type.isAnnotationPresent(Nullable.class) ? "nullable " + shape : shape;
    }

    private static String plain(AnnotatedType type, String indent) {
        if (type instanceof AnnotatedParameterizedType of && raw(type) == List.class) {
            return "list of " + shape(of.getAnnotatedActualTypeArguments()[0], null, indent);
        }
        if (type instanceof AnnotatedParameterizedType of && raw(type) == Map.class) {
            return "map to " + shape(of.getAnnotatedActualTypeArguments()[1], null, indent);
        }
        return plain(raw(type), indent);
    }

    private static String plain(Class<?> type, String indent) {
        if (type == Encrypted.class) {
            return "encrypted text";
        }
        if (TEXTS.contains(type)) {
            return "text";
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return "whole number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == BigDecimal.class) {
            return "number";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        Optional<Method> value = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonValue.class))
                .findFirst();
        if (value.isPresent()) {
            return plain(value.get().getAnnotatedReturnType(), indent);
        }
        if (type.isRecord()) {
            return fields(type, indent + "  ");
        }
        throw new IllegalArgumentException("what does %s look like in JSON?".formatted(type));
    }

    private static boolean isWrittenAsText(RecordComponent field) {
        return Stream.<AnnotatedElement>of(field.getAccessor())
                .map(it -> it.getAnnotation(JsonFormat.class))
                .anyMatch(it -> it != null && it.shape() == JsonFormat.Shape.STRING);
    }

    private static Class<?> raw(AnnotatedType type) {
        return type.getType() instanceof ParameterizedType of ? (Class<?>) of.getRawType() : (Class<?>) type.getType();
    }
}
