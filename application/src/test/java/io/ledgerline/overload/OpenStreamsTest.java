package io.ledgerline.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenStreamsTest {

    private final OpenStreams streams = new OpenStreams(3, 2);

    @Test
    void aCallerHasNoMoreThanItsShare() {
        streams.open("ada");
        streams.open("ada");

        assertThatThrownBy(() -> streams.open("ada")).isInstanceOf(TooMuch.TooManyStreams.class);
        assertThatCode(() -> streams.open("grace")).doesNotThrowAnyException();
    }

    @Test
    void allTogetherHaveNoMoreThanThereAre() {
        streams.open("ada");
        streams.open("ada");
        streams.open("grace");

        assertThatThrownBy(() -> streams.open("eve")).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void whatIsClosedIsFreeAgainAndARefusalTakesNothing() {
        for (int i = 0; i < 10; i++) {
            streams.open("ada");
            streams.open("ada");
            assertThatThrownBy(() -> streams.open("ada")).isInstanceOf(TooMuch.TooManyStreams.class);
            streams.close("ada");
            streams.close("ada");
        }

        assertThat(streams.of("ada")).isZero();
    }
}
