package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.InvalidValue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5 | 5",
                "WAIT = 7 | 7",
                "respond-async, wait=3 | 3",
                "return=representation; wait=\"4\" | 4",
                "wait=0 | 0",
                "wait=3600 | 10",
                "respond-async | 2"
            })
    void whoAsksForAVersionWaitsAsLongAsHePrefers(String prefer, long seconds) {
        assertThat(Freshness.of("minVersion", "3", List.of(prefer)))
                .isEqualTo(new Freshness(3, Duration.ofSeconds(seconds)));
    }

    @Test
    void whoAsksForNoVersionDoesNotWait() {
        assertThat(Freshness.of("minVersion", null, List.of("wait=nonsense")).asked())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "three", "1.5", "9999999999999999999"})
    void aVersionIsAWholeNumber(String minVersion) {
        assertThatThrownBy(() -> Freshness.of("minVersion", minVersion, List.of()))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=", "wait=-1", "wait=soon"})
    void aWaitThatMakesNoSenseIsIgnored(String prefer) {
        assertThat(Freshness.of("minVersion", "1", List.of(prefer)).patience()).isEqualTo(Duration.ofSeconds(2));
    }
}
