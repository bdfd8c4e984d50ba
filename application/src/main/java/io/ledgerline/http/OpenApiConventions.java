package io.ledgerline.http;

import static io.ledgerline.http.OpenApiDocument.header;
import static io.ledgerline.http.OpenApiDocument.problem;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** What the document says of all requests and answers alike. */
final class OpenApiConventions {

    private static final Pattern ONE_THING = Pattern.compile("/(products|orders|payments|imports)/\\{[^/]+}");
    private static final String STOCK_MOVES_WITHOUT_VERSION = "/products/";

    private OpenApiConventions() {}

    static void describe(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    describeParameters(operation);
                    addAnswers(operation);
                    if (method == HttpMethod.GET && ONE_THING.matcher(path).matches()) {
                        describeVersion(operation, !path.startsWith(STOCK_MOVES_WITHOUT_VERSION));
                    }
                    addHeaders(operation.getResponses());
                }));
    }

    private static void describeParameters(Operation operation) {
        List<Parameter> parameters = new ArrayList<>(Objects.requireNonNullElse(operation.getParameters(), List.of()));
        parameters.forEach(OpenApiConventions::describe);
        if (parameters.stream().noneMatch(known -> RequestContextFilter.REQUEST_ID.equals(known.getName()))) {
            parameters.add(OpenApiDocument.requestId());
        }
        operation.setParameters(parameters);
    }

    /** Endpoints read them as text, so that what can't be read is told like any other field that isn't valid. */
    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "limit" ->
                parameter.setSchema(number().maximum(BigDecimal.valueOf(200))
                        .minimum(BigDecimal.ONE)
                        .example(50));
            case "minVersion", "minStockVersion", "version" ->
                parameter.setSchema(number().format("int64").example(0));
            case "at", "knownAt", "to" -> parameter.setSchema(time("2036-12-01T08:26:00Z"));
            case "from" -> parameter.setSchema(time("2010-12-01T08:26:00Z"));
            case "orderId" -> parameter.setSchema(text("order_75"));
            case "paymentId" -> parameter.setSchema(text("payment_7"));
            case "customerId" -> parameter.setSchema(text("17850"));
            case "sku" -> parameter.setSchema(text("85123A"));
            case "provider" -> parameter.setSchema(text("sandbox"));
            case "Prefer" -> {
                if (parameter.getDescription() == null) {
                    parameter.description("`wait=5`: how many seconds to wait for the version that is asked for.");
                    parameter.setSchema(text("wait=5"));
                }
            }
            case "Last-Event-ID" ->
                parameter.description("Of a live read: the last id that was seen; what is newer is told.");
            default -> {
                // Its endpoint has said what there is to say.
            }
        }
    }

    private static Schema<?> number() {
        return new IntegerSchema().format("int32").minimum(BigDecimal.ZERO);
    }

    private static Schema<?> time(String example) {
        return new DateTimeSchema().example(example);
    }

    private static Schema<?> text(String example) {
        return new StringSchema().example(example);
    }

    private static void addAnswers(Operation operation) {
        ApiResponses answers = operation.getResponses();
        answers.putIfAbsent("400", problem("Can't be read: syntax, or another JSON type."));
        answers.putIfAbsent("404", problem("What it is about is not known."));
        answers.putIfAbsent("406", problem("None of the accepted media types."));
        answers.putIfAbsent("414", problem("The address is too long."));
        answers.putIfAbsent("422", problem("Can be read, but some fields are not valid."));
        answers.putIfAbsent("431", problem("The headers are too long."));
        answers.putIfAbsent("500", problem("Our fault."));
        answers.putIfAbsent("503", problem("Can't be done at this moment."));
        if (operation.getRequestBody() != null) {
            answers.putIfAbsent("408", problem("Nothing more of the request came."));
            answers.putIfAbsent("413", problem("The body is too large."));
            answers.putIfAbsent("415", problem("The body's media type can't be read."));
        }
    }

    private static void describeVersion(Operation read, boolean conditional) {
        ApiResponse found = read.getResponses().get("200");
        found.addHeaderObject(HttpHeaders.ETAG, header("The version, in quotes."));
        if (conditional) {
            Parameter known = new Parameter()
                    .in("header")
                    .name(HttpHeaders.IF_NONE_MATCH)
                    .description("The version that is known already, in quotes: 304 if it is still that.")
                    .required(false)
                    .schema(text("\"7\""));
            read.addParametersItem(known);
            read.getResponses()
                    .addApiResponse(
                            "304",
                            new ApiResponse()
                                    .description("Still the version that is known.")
                                    .addHeaderObject(HttpHeaders.ETAG, header("The version, in quotes.")));
        }
    }

    private static void addHeaders(ApiResponses answers) {
        answers.forEach((status, answer) -> {
            answer.addHeaderObject(RequestContextFilter.REQUEST_ID, header("The request's id."));
            switch (status) {
                case "401", "403" ->
                    answer.addHeaderObject(HttpHeaders.WWW_AUTHENTICATE, header("As RFC 6750 has it."));
                case "429", "503" -> answer.addHeaderObject(HttpHeaders.RETRY_AFTER, header("Seconds to wait."));
                default -> {
                    // Nothing else.
                }
            }
        });
    }
}
