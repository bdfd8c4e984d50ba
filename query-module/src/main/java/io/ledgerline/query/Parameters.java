package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads query parameters; what makes no sense is an {@link InvalidValue} with the parameter's name. */
public final class Parameters {

    private Parameters() {}

    public static long number(String name, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new InvalidValue(
                name,
                max == Long.MAX_VALUE
                        ? "must be a whole number, at least " + min
                        : "must be a whole number from %d to %d".formatted(min, max));
    }

    /** Empty if it can't be the id of anything: it is unknown then, not wrong. */
    public static <I> Mono<I> id(String value, Function<String, I> type) {
        try {
            return Mono.just(type.apply(value));
        } catch (InvalidValue e) {
            return Mono.empty();
        }
    }

    /** Text to compare with. */
    public static @Nullable String text(String name, @Nullable String value) {
        if (value != null
                && (value.isBlank() || value.length() > 200 || value.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidValue(name, "must have from 1 to 200 characters, none of them control characters");
        }
        return value;
    }

    public static @Nullable Instant instant(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            // A plus that wasn't encoded is a space by now, and no instant has one.
            String said = value.replace(' ', '+');
            return Moment.storable(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(said, Instant::from));
        } catch (DateTimeException e) {
            throw new InvalidValue(name, "must be an instant such as 2010-12-01T08:26:00Z");
        }
    }
}
