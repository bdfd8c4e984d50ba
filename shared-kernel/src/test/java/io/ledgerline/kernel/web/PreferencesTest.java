package io.ledgerline.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5 | 5",
                "WAIT = 7 | 7",
                "return=representation; wait=\"4\" | 4",
                "wait=0 | 0",
                "wait=007 | 7",
                "wait=11 | 10",
                "wait=99999999999999999999999 | 10",
                "wait=3, wait=4 | 3"
            })
    void waitsAsLongAsIsSaidButNotForever(String header, long seconds) {
        assertThat(Preferences.of(List.of(header)).patience()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=", "wait=-1", "wait=soon", "wait=1.5", "=", "=;,==", "\"", "wait=\u0663"})
    void whatMakesNoSenseIsIgnored(String header) {
        assertThat(Preferences.of(List.of(header))).isEqualTo(Preferences.NONE);
    }

    @Test
    void severalPreferencesComeInOneHeaderOrInMany() {
        var all = new Preferences(true, true, Duration.ofSeconds(2));

        assertThat(Preferences.of(List.of("return=representation, respond-async, wait=2")))
                .isEqualTo(all);
        assertThat(Preferences.of(List.of("Return=\"representation\"", "foo=bar, Respond-Async;x=y", "wait=2")))
                .isEqualTo(all);
        assertThat(Preferences.of(List.of("return=minimal, return=representation"))
                        .representation())
                .isFalse();
    }
}
