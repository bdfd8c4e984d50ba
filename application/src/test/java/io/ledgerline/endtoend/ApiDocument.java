package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The program's own API document, and what it says of an answer. */
final class ApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final String PROBLEM = "application/problem+json";

    /** One call that the document knows. */
    record Operation(String method, String path, JsonNode told) {

        String id() {
            return told.get("operationId").asString();
        }

        Stream<JsonNode> parameters(String in) {
            return told.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.get("in").asString().equals(in));
        }

        Optional<JsonNode> body() {
            return Optional.ofNullable(told.get("requestBody")).map(body -> body.get("content"));
        }

        JsonNode answer(int status) {
            return told.at("/responses/" + status);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final JsonNode document;
    private final JsonNode closed;
    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    ApiDocument(String json) {
        document = JsonMapper.shared().readTree(json);
        closed = closed(document.at("/components/schemas"));
        document.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path, operation));
                    }
                }));
    }

    /** What is not in the document isn't in answers either; but problems tell more, each what fits. */
    private static JsonNode closed(JsonNode schemas) {
        JsonNode all = schemas.deepCopy();
        all.forEachEntry((name, schema) -> {
            if (schema.has("properties") && !name.equals("Problem")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return all;
    }

    JsonNode json() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.get("$ref");
        return reference == null ? schema : document.at(reference.asString().substring(1));
    }

    /** Why an answer isn't as the document says; empty if it is. */
    Optional<String> fault(Operation operation, ApiAnswer answer) {
        JsonNode told = operation.answer(answer.status());
        if (told.isMissingNode()) {
            return Optional.of("the status is not documented");
        }
        if (answer.status() >= 500 && answer.status() != 503 && answer.status() != 504) {
            return Optional.of("our fault");
        }
        return headers(told, answer).or(() -> body(operation, told, answer));
    }

    /** Of an address or a method that nothing is told of. */
    Optional<String> faultOfNone(ApiAnswer answer) {
        if (answer.status() < 400 || answer.status() >= 500) {
            return Optional.of("it is answered");
        }
        return answer.type().equals(PROBLEM)
                ? problem(answer, document.at("/components/examples"), "none")
                : Optional.of("the refusal is no problem");
    }

    private static Optional<String> headers(JsonNode told, ApiAnswer answer) {
        List<String> expected = new ArrayList<>(List.of("X-Request-Id"));
        switch (answer.status()) {
            case 201 -> expected.addAll(List.of("Location", "ETag"));
            case 202 -> expected.add("Location");
            case 429, 503 -> expected.add("Retry-After");
            default -> {
                // Nothing else.
            }
        }
        return expected.stream()
                .filter(name ->
                        answer.header(name).isEmpty() || !told.at("/headers").has(name))
                .findFirst()
                .map(name -> name + " is missing or not documented");
    }

    private Optional<String> body(Operation operation, JsonNode told, ApiAnswer answer) {
        if (answer.body().isEmpty() && (answer.status() == 304 || answer.isLive() || answer.isText())) {
            return Optional.empty();
        }
        JsonNode type = told.path("content").get(answer.type());
        if (type == null) {
            return Optional.of("the media type is not documented: " + answer.type());
        }
        String name = operation + " " + answer.status() + " " + answer.type();
        if (answer.type().equals(PROBLEM)) {
            return problem(answer, type.path("examples"), name);
        }
        return answer.documents().stream()
                .flatMap(document -> shape(name, type.get("schema"), document).stream())
                .findFirst();
    }

    private Optional<String> problem(ApiAnswer answer, JsonNode examples, String name) {
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        String code = problem.path("code").asString();
        if (!examples.has(code)) {
            return Optional.of("the code is not documented: " + code);
        }
        if (problem.path("status").asInt() != answer.status()) {
            return Optional.of("the status in the problem is another one");
        }
        JsonNode schema = JsonMapper.shared().readTree("{\"$ref\": \"#/components/schemas/Problem\"}");
        return shape("problem", schema, problem);
    }

    private Optional<String> shape(String name, JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(name, absent -> compiled(schema)).validate(value).stream()
                .findFirst()
                .map(error -> "the shape is not documented: " + error);
    }

    private Schema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy().asObject();
        whole.putObject("components").set("schemas", closed);
        return registry.getSchema(whole);
    }

    static byte[] utf8(JsonNode json) {
        return json.toString().getBytes(UTF_8);
    }
}
