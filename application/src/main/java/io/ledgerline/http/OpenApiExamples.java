package io.ledgerline.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An example for each body that can be sent, and for each refusal that can come back. */
final class OpenApiExamples {

    private static final Map<String, Object> BODIES = read();
    private static final Map<String, String> CONTEXTS =
            Map.of("Catalog", "catalog", "Orders", "order", "Payments", "payment");

    private OpenApiExamples() {}

    private static Map<String, Object> read() {
        try (InputStream file = OpenApiExamples.class.getResourceAsStream("/requests.json")) {
            return JsonMapper.shared().readValue(Objects.requireNonNull(file), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void describe(OpenAPI document) {
        document.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .forEach(operation -> {
                    addBody(operation);
                    ProblemExample.addTo(operation.getResponses(), about(operation));
                });
    }

    private static void addBody(Operation operation) {
        Object body = BODIES.get(operation.getOperationId());
        if (body != null && operation.getRequestBody() != null) {
            for (MediaType type : operation.getRequestBody().getContent().values()) {
                type.setExample(body);
            }
        }
    }

    private static Set<String> about(Operation operation) {
        Set<String> about = new LinkedHashSet<>();
        about.add("access");
        about.add(operation.getOperationId());
        if (operation.getTags().contains("Administration")) {
            about.add("administration");
        }
        if (isCommand(operation)) {
            operation.getTags().forEach(tag -> about.add(CONTEXTS.getOrDefault(tag, tag.toLowerCase(Locale.ROOT))));
        }
        return about;
    }

    private static boolean isCommand(Operation operation) {
        return operation.getParameters().stream()
                .anyMatch(parameter -> RequestContextFilter.IDEMPOTENCY_KEY.equals(parameter.getName()));
    }
}
