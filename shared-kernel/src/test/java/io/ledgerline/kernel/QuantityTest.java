package io.ledgerline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.testing.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 6, Quantity.MAX})
    void holdsWhatCanBeCounted(int pieces) {
        assertThat(Quantity.of(pieces).value()).isEqualTo(pieces);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Quantity.MAX + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesAllElse(int pieces) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Quantity.of(pieces))
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo("quantity"));
    }

    @Test
    void isAPlainNumberInJson() {
        assertThat(Json.EVENTS.writeValueAsString(Quantity.of(6))).isEqualTo("6");
        assertThat(Json.EVENTS.readValue("6", Quantity.class)).isEqualTo(Quantity.of(6));
    }

    @Test
    void sumsStayWithinBounds() {
        assertThat(Quantity.of(2).plus(Quantity.of(3))).isEqualTo(Quantity.of(5));
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Quantity.of(Quantity.MAX).plus(Quantity.of(1)));
    }
}
