package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the program answered. Members of the body are named by JSON pointers. */
record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    Answer expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** A problem as RFC 9457 and the HTTP contract have it. */
    Answer expectProblem(int expected, String code) {
        expect(expected);
        assertThat(headers.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(headers.getFirst("X-Request-Id")).isNotBlank();
        assertThat(text("/code")).as(body).isEqualTo(code);
        assertThat(number("/status")).isEqualTo(expected);
        assertThat(text("/detail")).isNotBlank();
        assertThat(body).doesNotContain("io.ledgerline", "Exception", "\tat ");
        return this;
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    JsonNode at(String pointer) {
        return json().at(pointer);
    }

    /** Null if there is none, or it is null. */
    @Nullable
    String text(String pointer) {
        JsonNode node = at(pointer);
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }

    long number(String pointer) {
        return at(pointer).asLong();
    }

    BigDecimal amount(String pointer) {
        return new BigDecimal(at(pointer + "/amount").asString());
    }

    /** One member of each of the items. */
    List<String> items(String member) {
        return StreamSupport.stream(at("/items").spliterator(), false)
                .map(item -> item.get(member).asString())
                .toList();
    }

    String header(String name) {
        String value = headers.getFirst(name);
        assertThat(value).as(name).isNotNull();
        return value;
    }
}
