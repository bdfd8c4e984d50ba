package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.ApiDocument.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** The API document tells all that there is, and what it shows works. */
@OnStores(Store.POSTGRES)
class ApiDocumentTest extends EndToEnd {

    /** Those that the HTTP contract has a meaning for. */
    private static final Set<String> STATUSES = Set.of(
            "200", "201", "202", "304", "400", "401", "403", "404", "406", "408", "409", "412", "413", "414", "415",
            "422", "429", "431", "500", "503", "504");

    /** The story of one order, told by the document's own examples; the rest follows in any order. */
    private static final List<String> STORY = List.of(
            "listProduct",
            "describeProduct",
            "changePrice",
            "changeStock",
            "placeOrder",
            "addItem",
            "changeQuantity",
            "changeShippingAddress",
            "applyDiscount",
            "payOrder",
            "shipOrder",
            "deliverOrder",
            "returnItems",
            "discontinueProduct",
            "beginImport");

    private final String story = Shop.unique("");

    private ApiDocument document;

    @BeforeEach
    void read() {
        document = new ApiDocument(shop.get("/v3/api-docs").expect(200).body());
    }

    @Test
    void isOpenApi31() {
        assertThat(document.json().get("openapi").asString()).startsWith("3.1.");
    }

    @Test
    void tellsEachRouteAndNoOther() {
        Set<String> routes = program.beans(RequestMappingHandlerMapping.class)
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(route ->
                        !route.getValue().getBeanType().getPackageName().startsWith("org.springdoc"))
                .flatMap(route -> shown(route.getKey()))
                .collect(Collectors.toSet());

        assertThat(document.operations().stream().map(Operation::toString)).containsExactlyInAnyOrderElementsOf(routes);
    }

    private static Stream<String> shown(RequestMappingInfo route) {
        return route.getPatternsCondition().getPatterns().stream()
                .flatMap(pattern -> route.getMethodsCondition().getMethods().stream()
                        .map(method -> method + " " + pattern.getPatternString()));
    }

    @Test
    void tellsEachAnswerWithItsShapeAndEachRefusalWithAnExample() {
        assertThat(document.operations()).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.told().path("summary").asString()).isNotBlank();
            assertThat(STATUSES).containsAll(operation.told().get("responses").propertyNames());
            operation.told().get("responses").forEachEntry((status, answer) -> {
                assertThat(answer.at("/headers/X-Request-Id").isObject())
                        .as(operation + " " + status)
                        .isTrue();
                assertThat(answer.path("content").isEmpty())
                        .as(operation + " " + status)
                        .isEqualTo(status.equals("304"));
                answer.path("content")
                        .forEach(content -> assertThat(content.has("schema")).isTrue());
                if (status.startsWith("4") || status.startsWith("5")) {
                    assertThat(answer.at("/content/application~1problem+json/examples"))
                            .as(operation + " " + status)
                            .isNotEmpty();
                }
            });
            operation
                    .body()
                    .ifPresent(body -> body.forEach(content -> assertThat(content.has("example"))
                            .as(operation.toString())
                            .isTrue()));
        });
    }

    @Test
    void namesEachThingOnce() {
        assertThat(document.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
    }

    @Test
    void itsExamplesWork() {
        Map<String, Operation> rest = new TreeMap<>();
        document.operations().forEach(operation -> rest.put(operation.id(), operation));
        List<String> failed = new ArrayList<>();
        for (String step : STORY) {
            Answer answer = tryOut(rest.remove(step));
            if (answer.status() >= 300) {
                failed.add(step + ": " + answer.status() + " " + answer.body());
            }
        }
        rest.values().forEach(operation -> {
            int status = tryOut(operation).status();
            if (operation.answer(status).isMissingNode() || status >= 500) {
                failed.add(operation.id() + ": " + status);
            }
        });

        assertThat(failed).isEmpty();
    }

    private Answer tryOut(Operation operation) {
        byte[] body = operation
                .body()
                .map(content -> bytes(content.values().iterator().next().get("example")))
                .orElse(new byte[0]);
        String type = operation
                .body()
                .map(content -> content.propertyNames().iterator().next())
                .orElse(MediaType.APPLICATION_JSON_VALUE);
        return shop.send(
                HttpMethod.valueOf(operation.method()),
                address(operation),
                MediaType.parseMediaType(type),
                body,
                "Prefer",
                "return=representation, wait=10");
    }

    private byte[] bytes(JsonNode example) {
        String body = example.isString() ? example.asString() : renamed(example.toString());
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The examples' names, which others may have used in this program, made unlike any other. */
    private String renamed(String example) {
        return example.replace("85123A", "85123A-" + story)
                .replace("order_75", "order_75-" + story)
                .replace("17850", "17850-" + story);
    }

    /** With the examples of its parameters, those of the query only where they are required. */
    private String address(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters("path").toList()) {
            path = path.replace(
                    "{" + parameter.get("name").asString() + "}",
                    UriUtils.encode(renamed(example(parameter)), "UTF-8"));
        }
        String query = operation
                .parameters("query")
                .filter(parameter -> parameter.path("required").asBoolean(false))
                .map(parameter -> parameter.get("name").asString() + "=" + example(parameter))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private String example(JsonNode parameter) {
        JsonNode schema = document.resolved(parameter.get("schema"));
        JsonNode example = schema.has("example") ? schema.get("example") : schema.at("/enum/0");
        return example.asString("none");
    }

    @Test
    void itsPageNeedsNothingFromElsewhere() {
        String page = shop.get("/webjars/swagger-ui/index.html").expect(200).body();

        assertThat(page).contains("swagger-ui-bundle.js").doesNotContain("http://", "https://", "src=\"//");
        assertThat(shop.get("/webjars/swagger-ui/swagger-initializer.js")
                        .expect(200)
                        .body())
                .doesNotContain("https://");
    }
}
