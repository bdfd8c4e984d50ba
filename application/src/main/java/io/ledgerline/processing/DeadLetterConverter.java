package io.ledgerline.processing;

import io.ledgerline.kernel.evolution.Revisions;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DefaultDeadLetterJdbcConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads dead letters as the log is read: events that were put aside when they had another shape have to be handled in
 * today's. Axon upcasts what comes from the log, and nothing else.
 */
final class DeadLetterConverter extends DefaultDeadLetterJdbcConverter<EventMessage<?>> {

    DeadLetterConverter(Serializer serializer, Revisions revisions) {
        super(DefaultDeadLetterJdbcConverter.<EventMessage<?>>builder()
                .schema(Stores.DEAD_LETTERS)
                .genericSerializer(serializer)
                .eventSerializer(new Upcasting(serializer, revisions)));
    }

    private record Upcasting(Serializer serializer, Revisions revisions) implements Serializer {

        @Override
        public <S, T> T deserialize(SerializedObject<S> stored) {
            SerializedType type = stored.getType();
            if (isReadable(type)) {
                return serializer.deserialize(stored);
            }
            SerializedType today = today(type);
            ObjectNode payload =
                    getConverter().convert(stored, ObjectNode.class).getData();
            revisions.upcast(type.getName(), type.getRevision(), payload);
            return serializer.deserialize(new SimpleSerializedObject<>(payload, ObjectNode.class, today));
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Class classForType(SerializedType type) {
            return serializer.classForType(isReadable(type) ? type : today(type));
        }

        private boolean isReadable(SerializedType type) {
            return serializer.classForType(type) != UnknownSerializedType.class;
        }

        private SerializedType today(SerializedType type) {
            return new SimpleSerializedType(type.getName(), revisions.current(type.getName(), type.getRevision()));
        }

        @Override
        public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expectedRepresentation) {
            return serializer.serialize(object, expectedRepresentation);
        }

        @Override
        public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
            return serializer.canSerializeTo(expectedRepresentation);
        }

        @Override
        public SerializedType typeForClass(@Nullable @SuppressWarnings("rawtypes") Class type) {
            return serializer.typeForClass(type);
        }

        @Override
        public Converter getConverter() {
            return serializer.getConverter();
        }
    }
}
