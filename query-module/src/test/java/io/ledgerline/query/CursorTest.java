package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:00.000001Z",
                "1969-12-31T23:59:59.999999Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void aCursorComesBackAsItWas(String at) {
        Cursor cursor = new Cursor(Instant.parse(at), "a sku.with-all_signs 1");

        assertThat(Cursor.decode(cursor.encoded())).isEqualTo(cursor);
        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "AAAA", "not base64!"})
    void whatWasNeverGivenOutIsRefused(String encoded) {
        assertThatThrownBy(() -> Cursor.decode(encoded))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("cursor"));
    }

    @Test
    void aForgedIdIsRefused() {
        String forged = Base64.getUrlEncoder().encodeToString("12 a\0b".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Cursor.decode(forged)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void anAbsurdTimeIsTheNearestThatThereIs() {
        String absurd = Base64.getUrlEncoder().encodeToString("999999999999999999 1".getBytes(StandardCharsets.UTF_8));

        assertThat(Cursor.decode(absurd).at()).isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(new Cursor(Instant.MAX, "1").at()).isEqualTo("9999-12-31T23:59:59.999999Z");
    }
}
