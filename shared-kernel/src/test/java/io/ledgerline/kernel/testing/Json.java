package io.ledgerline.kernel.testing;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as it is stored. */
public final class Json {

    /** Events: records as they are; what isn't known is an error. */
    public static final JsonMapper EVENTS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** State of aggregates and sagas: their fields, and nothing else. */
    public static final JsonMapper STATE = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultVisibility(visibility -> visibility
                    .withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
            .build();

    private Json() {}

    /** Writes state and reads it back, as a snapshot or a saga is. */
    public static <T> T reread(T state) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) state.getClass();
        return STATE.readValue(STATE.writeValueAsBytes(state), type);
    }
}
