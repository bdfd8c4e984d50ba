package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.endtoend.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** Requests made from the document: good ones, nearly good ones, and garbage. */
final class FuzzedRequests {

    private static final List<String> OTHER_METHODS =
            List.of("PATCH", "DELETE", "PUT", "POST", "TRACE", "PROPFIND", "X");
    private static final List<String> TYPES = List.of(
            "application/xml",
            "text/plain",
            "application/json;charset=UTF-16",
            "application/jsonx",
            "image/png",
            "a/b");
    private static final List<String> ACCEPTED = List.of("*/*", "application/xml", "text/*", "application/json;q=0.1");

    /** Short: a fuzzer doesn't wait. */
    private static final List<String> PREFERENCES = List.of(
            "wait=0",
            "return=representation, wait=0",
            "return=representation, wait=1",
            "respond-async",
            "respond-async, wait=0",
            "return=minimal, wait=0");

    private final ApiDocument document;
    private final Random random;
    private final FuzzedNames names;
    private final FuzzedValues values;

    FuzzedRequests(ApiDocument document, Random random, FuzzedNames names) {
        this.document = document;
        this.random = random;
        this.names = names;
        this.values = new FuzzedValues(document, random, names);
    }

    FuzzedRequest next() {
        Operation operation = operation();
        return switch (random.nextInt(20)) {
            case 0 -> otherMethod(operation);
            case 1 -> otherPath(operation);
            default -> request(operation);
        };
    }

    /** Those that read the whole log come seldom. */
    private Operation operation() {
        Operation chosen = values.oneOf(document.operations());
        boolean costly = chosen.path().startsWith("/admin") || chosen.path().startsWith("/imports");
        return costly && !values.chance(8) ? operation() : chosen;
    }

    private FuzzedRequest otherMethod(Operation operation) {
        String path = path(operation, false);
        List<String> taken = document.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(Operation::method)
                .toList();
        String method = values.oneOf(
                OTHER_METHODS.stream().filter(it -> !taken.contains(it)).toList());
        return new FuzzedRequest(null, method, path, Map.of("Accept", "*/*"), null);
    }

    private FuzzedRequest otherPath(Operation operation) {
        String path = "/" + encoded(values.spoiltText()) + "x" + path(operation, false) + "/x";
        return new FuzzedRequest(null, operation.method(), path, Map.of("Accept", "*/*"), null);
    }

    private FuzzedRequest request(Operation operation) {
        boolean spoil = values.chance(3);
        Map<String, String> headers = new LinkedHashMap<>();
        operation.parameters("header").forEach(header -> addHeader(headers, header, spoil));
        boolean waits = operation
                .parameters("query")
                .anyMatch(query -> query.get("name").asString().startsWith("min"));
        if (waits || headers.containsKey("Prefer")) {
            headers.put("Prefer", values.oneOf(PREFERENCES));
        }
        accept(operation, headers);
        byte[] body = operation.body().map(content -> body(content, headers)).orElse(null);
        String query = query(operation, spoil);
        return new FuzzedRequest(
                operation, operation.method(), path(operation, spoil && values.chance(3)) + query, headers, body);
    }

    private String path(Operation operation, boolean spoil) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters("path").toList()) {
            String name = parameter.get("name").asString();
            String value = spoil
                    ? values.spoiltText()
                    : names.inPath(operation.path(), name, random)
                            .orElseGet(() ->
                                    values.good(name, parameter.get("schema")).asString());
            path = path.replace("{" + name + "}", segment(value));
        }
        return path;
    }

    /** An empty segment, or one that leads up, would be another address. */
    private static String segment(String value) {
        boolean leads = value.isEmpty() || value.equals(".") || value.startsWith("..");
        return encoded(leads ? "none" + value : value);
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, UTF_8);
    }

    private String query(Operation operation, boolean spoil) {
        List<String> pairs = new ArrayList<>();
        operation.parameters("query").forEach(parameter -> {
            String name = parameter.get("name").asString();
            boolean required = parameter.path("required").asBoolean(false);
            if (required && !values.chance(10) || values.chance(4)) {
                String value = spoil && values.chance(2)
                        ? values.spoiltText()
                        : values.good(name, parameter.get("schema")).asString();
                pairs.add(name + "=" + encoded(value));
            }
        });
        if (spoil && values.chance(5)) {
            pairs.add("extra=" + encoded(values.spoiltText()));
        }
        return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
    }

    private void addHeader(Map<String, String> headers, JsonNode header, boolean spoil) {
        String name = header.get("name").asString();
        if (!values.chance(5)) {
            return;
        }
        String value = spoil && values.chance(2)
                ? values.spoiltText()
                : values.good(name, header.get("schema")).asString();
        headers.put(name, sendable(value));
    }

    /** A client's library sends no others; others are sent by {@link RawRequests}. */
    private static String sendable(String value) {
        return value.chars()
                .filter(c -> c >= ' ' && c < 127 || c > 160 && c < 256)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private void accept(Operation operation, Map<String, String> headers) {
        List<String> types = new ArrayList<>();
        operation.told().at("/responses/200/content").propertyNames().forEach(types::add);
        headers.put("Accept", types.isEmpty() || values.chance(6) ? values.oneOf(ACCEPTED) : values.oneOf(types));
    }

    private byte @Nullable [] body(JsonNode content, Map<String, String> headers) {
        String type = content.propertyNames().iterator().next();
        JsonNode told = content.get(type);
        headers.put("Content-Type", values.chance(15) ? values.oneOf(TYPES) : type);
        if (values.chance(20)) {
            return values.garbage();
        }
        JsonNode example = told.get("example");
        boolean text = !type.endsWith("json");
        if (text) {
            String file = example.asString();
            return (values.chance(2) ? file : file.replace("6,2010", values.spoiltText() + ",2010")).getBytes(UTF_8);
        }
        JsonNode good = values.chance(4) ? example : values.good("", told.get("schema"));
        return values.chance(3) ? values.spoilt(good).getBytes(UTF_8) : ApiDocument.utf8(good);
    }
}
