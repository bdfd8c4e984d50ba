package io.ledgerline.benchmark;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param json its body, if it has one
 * @param success the status that it is to be answered with; all others are errors
 */
record Request(String method, String path, @Nullable String json, Map<String, String> headers, int success) {

    static Request get(String path) {
        return new Request("GET", path, null, Map.of(), 200);
    }

    /** To be answered with 201. */
    static Request post(String path, String json) {
        return new Request("POST", path, json, Map.of(), 201);
    }

    static Request put(String path, String json) {
        return new Request("PUT", path, json, Map.of(), 200);
    }

    Request with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Request(method, path, json, more, success);
    }
}
