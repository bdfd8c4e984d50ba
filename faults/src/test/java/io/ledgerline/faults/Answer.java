package io.ledgerline.faults;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the program answered.
 *
 * @param headers those that are the answer's own, by their names in small letters
 */
record Answer(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the program has made up its mind; else the same is to be asked again. */
    boolean isFinal() {
        return status < 500 && status != 429 && !(status == 409 && code().equals("request_in_progress"));
    }

    String code() {
        return isSuccess() || body.isEmpty() ? "" : json().path("code").asString("");
    }

    JsonNode json() {
        return JSON.readTree(body);
    }
}
