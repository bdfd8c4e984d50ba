package io.ledgerline.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What records say of their members and annotations of validation don't: a member is there unless it may be null, and a
 * member that may be null is there if the record says that it always is.
 */
final class OpenApiSchemas implements ModelConverter {

    private static final String NULL = "null";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (schema != null && raw.isRecord()) {
            complete(defined(schema, context), raw);
        }
        return schema;
    }

    private static @Nullable Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
        String reference = schema.get$ref();
        return reference == null
                ? schema
                : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static void complete(@Nullable Schema<?> schema, Class<?> type) {
        if (schema == null || schema.getProperties() == null) {
            return;
        }
        for (RecordComponent member : type.getRecordComponents()) {
            Schema<?> property = schema.getProperties().get(member.getName());
            if (property == null) {
                continue;
            }
            boolean nullable = member.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (member.getType() == JsonNode.class) {
                schema.getProperties().put(member.getName(), anything(property));
            }
            if (isAlwaysThere(member, nullable)) {
                require(schema, member.getName());
            }
            if (nullable && member.getType() != JsonNode.class) {
                schema.getProperties().put(member.getName(), orNull(property));
            }
        }
    }

    private static boolean isAlwaysThere(RecordComponent member, boolean nullable) {
        JsonInclude own = member.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude all = member.getDeclaringRecord().getAnnotation(JsonInclude.class);
        JsonInclude said = own == null ? all : own;
        if (said == null) {
            return !nullable;
        }
        return switch (said.value()) {
            case ALWAYS -> true;
            case NON_NULL -> !nullable;
            default -> false;
        };
    }

    private static void require(Schema<?> schema, String member) {
        if (schema.getRequired() == null || !schema.getRequired().contains(member)) {
            schema.addRequiredItem(member);
        }
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null || schema.getEnum() != null) {
            return new Schema<>().addOneOfItem(schema).addOneOfItem(nothing());
        }
        Set<String> types = new LinkedHashSet<>();
        if (schema.getTypes() != null) {
            types.addAll(schema.getTypes());
        } else if (schema.getType() != null) {
            types.add(schema.getType());
        }
        if (!types.isEmpty()) {
            types.add(NULL);
            schema.setTypes(types);
        }
        return schema;
    }

    private static Schema<?> anything(Schema<?> property) {
        return new Schema<>().description(property.getDescription()).example(property.getExample());
    }

    private static Schema<?> nothing() {
        Schema<?> nothing = new Schema<>();
        nothing.setTypes(Set.of(NULL));
        return nothing;
    }
}
