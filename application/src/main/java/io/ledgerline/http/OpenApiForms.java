package io.ledgerline.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Forms take the fields that they have, and no others. */
@SuppressWarnings("rawtypes") // as the model has its schemas
final class OpenApiForms {

    private final Map<String, Schema> schemas;
    private final Set<String> seen = new HashSet<>();

    private OpenApiForms(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    static void close(OpenAPI document) {
        OpenApiForms forms = new OpenApiForms(document.getComponents().getSchemas());
        document.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .flatMap(body -> body.getContent().values().stream())
                .map(MediaType::getSchema)
                .forEach(forms::close);
    }

    private void close(@Nullable Schema<?> schema) {
        if (schema == null) {
            return;
        }
        if (schema.get$ref() != null) {
            String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            if (seen.add(name)) {
                closeForm(schemas.get(name));
            }
        }
        close(schema.getItems());
        Stream.ofNullable(schema.getOneOf()).flatMap(Collection::stream).forEach(this::close);
    }

    private void closeForm(Schema<?> form) {
        form.setAdditionalProperties(false);
        if (form.getProperties() == null) {
            form.addType("object");
        } else {
            form.getProperties().values().forEach(this::close);
        }
    }
}
