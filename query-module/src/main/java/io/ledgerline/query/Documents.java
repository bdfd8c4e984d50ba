package io.ledgerline.query;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How rows are written in the views' {@code document} columns. Not the form that clients get. */
public final class Documents {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Documents() {}

    public static <R> R read(String document, Class<R> type) {
        return MAPPER.readValue(document, type);
    }

    /** Any JSON, as it stands. */
    public static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /** Looks at the type now, under a lock, so that no event loop has to when it first reads one. */
    public static void prepare(Class<?> type) {
        MAPPER.readerFor(type);
    }

    public static String write(Object row) {
        return MAPPER.writeValueAsString(row);
    }
}
