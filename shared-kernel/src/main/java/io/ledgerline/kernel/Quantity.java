package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A number of pieces, from 1 to {@value #MAX}. In JSON a plain number. */
public record Quantity(@JsonValue int value) implements Comparable<Quantity> {

    public static final int MAX = 1_000_000;

    @JsonCreator
    public Quantity {
        if (value < 1 || value > MAX) {
            throw new InvalidValue("quantity", "must be from 1 to " + MAX);
        }
    }

    public static Quantity of(int value) {
        return new Quantity(value);
    }

    public Quantity plus(Quantity other) {
        return new Quantity(Math.addExact(value, other.value));
    }

    @Override
    public int compareTo(Quantity other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
