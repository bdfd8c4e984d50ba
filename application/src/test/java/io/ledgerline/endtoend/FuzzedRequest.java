package io.ledgerline.endtoend;

import io.ledgerline.endtoend.ApiDocument.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param operation null if the document knows none like it
 * @param path with its query, encoded
 * @param body null for none
 */
record FuzzedRequest(
        @Nullable Operation operation,
        String method,
        String path,
        Map<String, String> headers,
        byte @Nullable [] body) {

    @Override
    public String toString() {
        String shown = body == null ? "" : new String(body, java.nio.charset.StandardCharsets.UTF_8);
        return "%s %s %s %s"
                .formatted(
                        method,
                        path.substring(0, Math.min(path.length(), 300)),
                        headers,
                        shown.substring(0, Math.min(shown.length(), 600)));
    }
}
