package io.ledgerline.eventstore;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * JSON under logical names. No class name of ours is ever written, and no class is ever loaded because a name in the
 * log or on the wire says so: what isn't registered, and isn't Axon's own (tokens, metadata), is refused.
 */
final class LogicalNameSerializer extends Jackson3Serializer implements StoredNames {

    private static final String AXON = "org.axonframework.";

    private final LogicalNames names;

    private LogicalNameSerializer(Builder builder, LogicalNames names) {
        super(builder);
        this.names = names;
    }

    static LogicalNameSerializer of(LogicalNames names) {
        return new LogicalNameSerializer(
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(LogicalNameSerializer::customize), names);
    }

    private static void customize(JsonMapper.Builder mapper) {
        mapper.changeDefaultVisibility(visibility -> visibility
                .withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY));
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS);
        // Axon's tokens name the classes of the tokens that they wrap.
        mapper.polymorphicTypeValidator(
                BasicPolymorphicTypeValidator.builder().allowIfSubType(AXON).build());
    }

    @Override
    public SerializedType typeForClass(@SuppressWarnings("rawtypes") Class type) {
        if (type == null || type == Void.class || type == void.class) {
            return SerializedType.emptyType();
        }
        String name = names.nameOf((Class<?>) type).orElseGet(() -> foreign(type.getName()));
        return new SimpleSerializedType(name, getRevisionResolver().revisionOf((Class<?>) type));
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        Class<?> known = names.typeOf(type.getName());
        if (known != null) {
            // Of another revision it has another shape, of which the class knows nothing.
            return names.reads(known, type.getRevision()) ? known : UnknownSerializedType.class;
        }
        return SerializedType.emptyType().equals(type) || isForeign(type.getName())
                ? super.classForType(type)
                : UnknownSerializedType.class;
    }

    private static String foreign(String className) {
        if (!isForeign(className)) {
            throw new SerializationException(className
                    + " has no logical name: add it to its module's LogicalTypes before it is stored or sent");
        }
        return className;
    }

    private static boolean isForeign(String className) {
        return className.startsWith(AXON) || className.startsWith("java.lang.") || className.startsWith("java.util.");
    }
}
