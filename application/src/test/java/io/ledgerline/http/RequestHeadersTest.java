package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.MessageMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class RequestHeadersTest extends HttpTest {

    @Test
    void whatTheRequestSaysTravelsWithTheCommand() {
        describe(Map.of(
                        "X-Request-Id", "req-1",
                        "X-Reason", "typo",
                        "X-Effective-At", "2026-02-01T13:00:00+01:00",
                        "If-Match", "\"3\""))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-Request-Id", "req-1");

        assertThat(metadata())
                .containsEntry(MessageMetadata.WHO, "developer")
                .containsEntry(MessageMetadata.WHY, "typo")
                .containsEntry(MessageMetadata.REQUEST_ID, "req-1")
                .containsEntry(MessageMetadata.EFFECTIVE_AT, "2026-02-01T12:00:00Z")
                .containsEntry(MessageMetadata.EXPECTED_VERSION, "3")
                .containsEntry(MessageMetadata.CAUSED_BY, metadata().get(MessageMetadata.COMMAND_ID));
    }

    @Test
    void whatTheRequestDoesNotSayIsMadeOrLeftOut() {
        describe(Map.of())
                .expectStatus()
                .isOk()
                .expectHeader()
                .value("X-Request-Id", id -> assertThat(id).isEqualTo(metadata().get(MessageMetadata.REQUEST_ID)));

        assertThat(metadata())
                .containsOnlyKeys(
                        MessageMetadata.WHO,
                        MessageMetadata.REQUEST_ID,
                        MessageMetadata.COMMAND_ID,
                        MessageMetadata.CAUSED_BY);
    }

    @Test
    void aRequestIdOfAnotherFormIsReplaced() {
        describe(Map.of("X-Request-Id", "a b")).expectStatus().isOk();
        describe(Map.of("X-Request-Id", "x".repeat(129))).expectStatus().isOk();

        assertThat(commands.messages())
                .allSatisfy(it -> assertThat((String) it.getMetaData().get(MessageMetadata.REQUEST_ID))
                        .matches("[0-9a-f-]{36}"));
    }

    @Test
    void aReasonInUtf8IsReadAsSuch() {
        String asClientsSendIt = new String("größer".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        describe(Map.of("X-Reason", asClientsSendIt)).expectStatus().isOk();
        assertThat(metadata()).containsEntry(MessageMetadata.WHY, "größer");
    }

    @Test
    void aReasonThatIsTooLongOrHasControlCharactersIsInvalid() {
        invalid(describe(Map.of("X-Reason", "x".repeat(501))), "X-Reason");
        invalid(describe(Map.of("X-Reason", "a\tb")), "X-Reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-02-01",
                "2026-03-01T12:00:01Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "1899-12-31T00:00:00Z",
                ""
            })
    void anEffectiveTimeThatIsNoInstantOrNotInThePastIsInvalid(String time) {
        invalid(describe(Map.of("X-Effective-At", time)), "X-Effective-At");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "cl\u00e9"})
    void aKeyOfAnotherFormIsInvalid(String key) {
        invalid(describe(Map.of("Idempotency-Key", key)), "Idempotency-Key");
    }

    @Test
    void aKeyMayNotBeTooLong() {
        describe(Map.of("Idempotency-Key", "k".repeat(255))).expectStatus().isOk();
        invalid(describe(Map.of("Idempotency-Key", "k".repeat(256))), "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"3", "'3'", "\"1\" \"2\"", "*, \"1\"", "w/\"3\"", "\"a b\"", ",", ""})
    void anExpectedVersionOfAnotherFormIsInvalid(String version) {
        invalid(describe(Map.of("If-Match", version)), "If-Match");
        assertThat(commands.payloads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"1\", \"2\" | 1,2",
                "\"1\",W/\"2\" , \"3\", | 1,3",
                "W/\"3\" | ~~",
                "\"x\" | ~~",
                "\"-1\" | ~~",
                "\"\" | ~~",
                "\"99999999999999999999\" | ~~"
            })
    void oneOfSeveralVersionsIsExpectedAndTagsThatNoStreamHasMatchNothing(String tags, String expected) {
        describe(Map.of("If-Match", tags)).expectStatus().isOk();
        assertThat(metadata()).containsEntry(MessageMetadata.EXPECTED_VERSION, expected);
    }

    @Test
    void anyVersionIsExpectedWithAStar() {
        describe(Map.of("If-Match", "*")).expectStatus().isOk();
        assertThat(metadata()).doesNotContainKey(MessageMetadata.EXPECTED_VERSION);
    }

    private WebTestClient.ResponseSpec describe(Map<String, String> headers) {
        return client.put()
                .uri("/products/A")
                .headers(it -> headers.forEach(it::set))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"name\":\"N\"}")
                .exchange();
    }

    private Map<String, Object> metadata() {
        return commands.messages().get(0).getMetaData();
    }
}
