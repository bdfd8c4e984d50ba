package io.ledgerline.faults;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client's request that changes something. However often it is sent, it is one command.
 *
 * @param id its idempotency key and its request id
 * @param body JSON; null for none
 * @param ifMatch the version that the client has seen, if it insists on it
 */
record Command(
        String id,
        Kind kind,
        String method,
        String path,
        @Nullable String body,
        @Nullable String ifMatch) {

    private static final JsonMapper JSON = new JsonMapper();

    /** That is asked for. */
    int quantity() {
        return JSON.readTree(body).path("quantity").asInt();
    }

    @Override
    public String toString() {
        return "%s (%s %s %s, %s)".formatted(kind, method, path, body == null ? "" : body, id);
    }
}
