package io.ledgerline.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * @param status 0 if there was none; the body then says why
 * @param retryAfter when to ask again, if that was said; else zero
 */
record Answer(int status, byte[] body, Duration retryAfter) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Answer none(Throwable cause) {
        return new Answer(0, cause.toString().getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What to count it under, if it isn't what was asked for: the status and the problem's code. */
    String problem() {
        String text = text();
        int begin = text.indexOf("\"code\":\"");
        String why = begin >= 0 ? text.substring(begin + 8, text.indexOf('"', begin + 8)) : status == 0 ? text : "";
        return (status == 0 ? "no answer: " + why : status + " " + why).strip();
    }
}
