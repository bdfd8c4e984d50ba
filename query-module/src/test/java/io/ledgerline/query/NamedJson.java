package io.ledgerline.query;

import io.ledgerline.kernel.LogicalTypes;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Writes events as the log has them. */
final class NamedJson extends Jackson3Serializer {

    private final Map<Class<?>, String> names = new HashMap<>();

    NamedJson(LogicalTypes... modules) {
        super(Jackson3Serializer.builder());
        for (LogicalTypes module : modules) {
            module.byName().forEach((name, type) -> names.put(type, name));
        }
    }

    @Override
    public SerializedType typeForClass(@SuppressWarnings("rawtypes") Class type) {
        return new SimpleSerializedType(
                names.get((Class<?>) type), getRevisionResolver().revisionOf((Class<?>) type));
    }
}
