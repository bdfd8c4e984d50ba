package io.ledgerline.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the document says of everything that is not a command. */
@SuppressWarnings("rawtypes") // as the model has its schemas
final class OpenApiReads {

    private static final String EVENTS = org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;
    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    private OpenApiReads() {}

    /** The parameters tell what can go wrong; a status that the endpoint itself describes stays so. */
    static void describeProblems(Operation operation) {
        List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
        ApiResponses answers = operation.getResponses();
        if (parameters.stream().anyMatch(parameter -> "path".equals(parameter.getIn()))) {
            add(answers, "404", "What it is about is not known, or not yet.");
        }
        if (parameters.stream().anyMatch(parameter -> "query".equals(parameter.getIn()))) {
            add(answers, "422", "Some parameters are not valid.");
        }
        if (parameters.stream().anyMatch(parameter -> "minVersion".equals(parameter.getName()))) {
            add(answers, "504", "The view has not got to that version in the time given.");
        }
        add(answers, "503", "Can't be done at this moment.");
        answers.forEach((status, answer) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
                answer.setContent(OpenApiDocument.problem("").getContent());
            }
        });
    }

    private static void add(ApiResponses answers, String status, String description) {
        answers.computeIfAbsent(status, absent -> new ApiResponse().description(description));
    }

    /** Each event's data is what the same address answers with at once: there is no schema for a stream of it. */
    static void describeLiveReads(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        document.getPaths().values().stream()
                .map(PathItem::getGet)
                .filter(Objects::nonNull)
                .flatMap(read -> read.getResponses().values().stream())
                .map(ApiResponse::getContent)
                .filter(content -> content != null && content.containsKey(EVENTS) && content.containsKey(JSON))
                .forEach(content -> describeEvents(content, schemas));
        schemas.keySet().removeIf(name -> name.startsWith("ServerSentEvent"));
    }

    private static void describeEvents(Content content, Map<String, Schema> schemas) {
        content.addMediaType(
                EVENTS, new MediaType().schema(one(content.get(JSON).getSchema(), schemas)));
    }

    /** Of a list, each event has an item. */
    private static Schema<?> one(Schema<?> answer, Map<String, Schema> schemas) {
        String reference = Objects.requireNonNullElse(answer.get$ref(), "");
        Schema<?> named = schemas.get(reference.substring(reference.lastIndexOf('/') + 1));
        Schema<?> items = named == null || named.getProperties() == null
                ? null
                : named.getProperties().get("items");
        return items == null ? answer : items.getItems();
    }
}
