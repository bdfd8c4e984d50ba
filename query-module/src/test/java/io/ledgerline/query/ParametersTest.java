package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.InvalidValue;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2010-12-01T08:26:00Z",
                "2010-12-01T08:26Z",
                "2010-12-01T08:26:00.000000Z",
                "2010-12-01T10:26:00+02:00",
                "2010-12-01T10:26:00 02:00"
            })
    void anInstantIsReadInEveryFormOfIsoAndWithAPlusThatCameAsASpace(String value) {
        assertThat(Parameters.instant("at", value)).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2010-12-01",
                "2010-12-01T08:26:00",
                "2010-12-01 08:26:00Z",
                "2010-02-30T08:26:00Z",
                "2010-12-01T25:26:00Z",
                "1291191960"
            })
    void whatIsNoInstantIsInvalid(String value) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Parameters.instant("at", value))
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo("at"));
    }
}
