package io.ledgerline.http;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.http.Problem.FieldError;
import io.ledgerline.kernel.InvalidValue;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Tells a body that can't be read (no JSON, or another type of JSON: {@code 400}) from one that can, but holds a value
 * that can't be (out of range, of another format, or for nothing that is known: {@code 422}).
 */
final class UnreadableBody {

    private final JacksonException failure;

    private UnreadableBody(JacksonException failure) {
        this.failure = failure;
    }

    static Problem problem(JacksonException failure) {
        return new UnreadableBody(failure).problem();
    }

    private Problem problem() {
        InvalidValue invalid = invalidValue();
        if (invalid != null) {
            return invalid(fieldOf(invalid), invalid.reason());
        }
        if (failure instanceof PropertyBindingException) {
            return invalid(path(), "is not known here");
        }
        if (failure instanceof InputCoercionException || isTooLargeForItsType()) {
            return invalid(path(), "is out of range");
        }
        if (failure instanceof ValueInstantiationException || isOfAnotherFormat()) {
            return invalid(path(), "is not a valid value");
        }
        String path = path();
        return Problem.malformed(
                path.isEmpty() ? "The body is not the JSON that is expected here." : "Can't be read: " + path + ".");
    }

    private static Problem invalid(String field, String message) {
        return Problem.invalid(List.of(new FieldError(field, message)));
    }

    private @Nullable InvalidValue invalidValue() {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValue invalid) {
                return invalid;
            }
        }
        return null;
    }

    /** Of the right type of JSON, a text or (for amounts) a number, but not of the form that it must have. */
    private boolean isOfAnotherFormat() {
        if (!(failure instanceof InvalidFormatException format)) {
            return false;
        }
        Class<?> target = format.getTargetType();
        if (target == BigDecimal.class) {
            return format.getValue() instanceof String;
        }
        return format.getValue() instanceof String
                && !target.isPrimitive()
                && target != Boolean.class
                && !Number.class.isAssignableFrom(target);
    }

    /** An integer where a value object takes one, so it can only be that it takes none so large. */
    private boolean isTooLargeForItsType() {
        return failure instanceof MismatchedInputException mismatch
                && mismatch.getCurrentToken() == JsonToken.VALUE_NUMBER_INT
                && mismatch.getTargetType() != null
                && scalarOf(mismatch.getTargetType())
                        .filter(type -> type == int.class)
                        .isPresent();
    }

    /** A scalar value object is the member itself; another one has it. */
    private String fieldOf(InvalidValue invalid) {
        String path = path();
        boolean itself = invalid.field().isEmpty()
                || failure instanceof ValueInstantiationException instantiation
                        && isScalar(instantiation.getType().getRawClass());
        if (itself) {
            return path.isEmpty() ? invalid.field() : path;
        }
        return path.isEmpty() ? invalid.field() : path + "." + invalid.field();
    }

    private static boolean isScalar(Class<?> type) {
        return scalarOf(type).isPresent();
    }

    /** What stands for the type in JSON, if it is a value object of one part. */
    private static Optional<Class<?>> scalarOf(Class<?> type) {
        return Stream.ofNullable(type.getRecordComponents())
                .flatMap(Stream::of)
                .map(RecordComponent::getAccessor)
                .filter(accessor -> accessor.isAnnotationPresent(JsonValue.class))
                .<Class<?>>map(Method::getReturnType)
                .findFirst();
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : failure.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(reference.getPropertyName()));
            }
        }
        return path.toString();
    }

    /** Names come from the client, and may be anything. */
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 64 ? printable : printable.substring(0, 64) + "…";
    }
}
