package io.ledgerline.http;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.http.Answer.Accepted;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Identifiers;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.web.Preferences;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentId;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The OpenAPI document: what the endpoints' signatures don't say about the HTTP contract. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {

    private static final String SCHEMAS = "#/components/schemas/";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(RequestContext.class)
                .replaceWithClass(Submission.class, Accepted.class)
                .replaceWithSchema(Sku.class, text(Sku.PATTERN, "85123A"))
                .replaceWithSchema(OrderId.class, text(Identifiers.PATTERN, "order_75"))
                .replaceWithSchema(PaymentId.class, text(Identifiers.PATTERN, "payment_7"))
                .replaceWithSchema(CustomerId.class, text(Identifiers.PATTERN, "17850"))
                .replaceWithSchema(
                        Quantity.class,
                        new IntegerSchema()
                                .format("int32")
                                .minimum(BigDecimal.ONE)
                                .maximum(BigDecimal.valueOf(Quantity.MAX)))
                .replaceWithSchema(Money.class, new Schema<>().$ref(SCHEMAS + "Money"));
    }

    @Bean
    OpenAPI ledgerlineApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Ledgerline")
                                .version("1")
                                .description(
                                        "An order and payment backend that never forgets. Commands answer with the version "
                                                + "of the stream that they changed; reads come from views, which lag by milliseconds."))
                .servers(List.of(new Server().url("/").description("This program")))
                .tags(List.of(
                        tag("Catalog", "Products: their prices, descriptions and stock."),
                        tag("Orders", "Orders, and paying for them."),
                        tag("Payments", "What was asked of customers, and what the provider said."),
                        tag("Customers", "What is known of a person."),
                        tag("Commands", "What became of commands that were to be carried out later."),
                        tag("Import", "Orders from before Ledgerline, out of another system's file."),
                        tag("Sandbox", "The payment provider that takes no real money."),
                        tag("Administration", "What those who run the program look at.")))
                .components(components());
    }

    private static Components components() {
        Components components = new Components().addSchemas("Money", money()).addSchemas("Problem", problem());
        ProblemExample.ALL.forEach(problem -> components.addExamples(problem.code(), problem.example()));
        return components;
    }

    /** Commands answer alike, so what they answer is told once. */
    @Bean
    OperationCustomizer commandsAnswer() {
        return (operation, method) -> {
            if (SubmissionResultHandler.isCommand(method)) {
                describeRequest(operation);
                describeAnswers(operation.getResponses());
            } else {
                OpenApiReads.describeProblems(operation);
            }
            return operation;
        };
    }

    private static void describeRequest(Operation operation) {
        operation
                .addParametersItem(header(
                        HttpHeaders.IF_MATCH,
                        "The version that the stream must have, in quotes, or several of which it must have one; else 412.",
                        new StringSchema().example("\"3\"")))
                .addParametersItem(header(
                        RequestContextFilter.IDEMPOTENCY_KEY,
                        "Makes it safe to send the request again: it is carried out once, and answered the same.",
                        new StringSchema().pattern("^[\\x21-\\x7e]{1,255}$")))
                .addParametersItem(header(
                        Preferences.HEADER,
                        "`return=representation` answers with what was changed; `wait=5` on an order's command also waits, "
                                + "that many seconds at most, until the order's process is done with it; `respond-async` "
                                + "answers once the command is stored, and carries it out then.",
                        new StringSchema().example("return=representation, wait=5")))
                .addParametersItem(header(
                        RequestContextFilter.REASON,
                        "Why; stored with the events. Of a customer's orders and payments it can be read until that customer is forgotten.",
                        new StringSchema().maxLength(500)))
                .addParametersItem(requestId())
                .addParametersItem(
                        header(RequestContextFilter.EFFECTIVE_AT, "Dates back what happened.", new DateTimeSchema()));
    }

    static HeaderParameter requestId() {
        return header(
                RequestContextFilter.REQUEST_ID,
                "Names the request in answers, logs and events; made if there is none, or if it doesn't fit.",
                new StringSchema().pattern("^[A-Za-z0-9._-]{1,128}$"));
    }

    private static HeaderParameter header(String name, String description, Schema<?> schema) {
        HeaderParameter header = new HeaderParameter();
        header.name(name).description(description).required(false).schema(schema);
        return header;
    }

    private static void describeAnswers(ApiResponses answers) {
        answers.forEach((status, answer) -> {
            boolean created = status.equals("201");
            answer.description(created ? "Done; a stream is born." : "Done.")
                    .addHeaderObject(HttpHeaders.ETAG, header("The stream's version, in quotes."))
                    .addHeaderObject(
                            SubmissionResultHandler.PREFERENCE_APPLIED, header("The preferences that were met."))
                    .addHeaderObject(
                            Archive.REPLAYED,
                            header("`true` if this was answered before to the same request, or may have been."));
            if (created) {
                answer.addHeaderObject(HttpHeaders.LOCATION, header("Where it can be read."));
            }
        });
        answers.addApiResponse("202", accepted())
                .addApiResponse("400", problem("Can't be read: syntax, or another JSON type."))
                .addApiResponse("404", problem("What it is about is not known."))
                .addApiResponse("406", problem("None of the accepted media types."))
                .addApiResponse("409", problem("A rule says no."))
                .addApiResponse("412", problem("The stream has moved on."))
                .addApiResponse("413", problem("The body is too large."))
                .addApiResponse("415", problem("The body's media type can't be read."))
                .addApiResponse("422", problem("Can be read, but some fields are not valid."))
                .addApiResponse("500", problem("Our fault."))
                .addApiResponse("503", problem("Can't be done at this moment."));
    }

    private static ApiResponse accepted() {
        Schema<?> schema = new Schema<>().$ref(SCHEMAS + CommandState.class.getSimpleName());
        return new ApiResponse()
                .description("Stored, to be carried out soon.")
                .content(new Content().addMediaType("application/json", new MediaType().schema(schema)))
                .addHeaderObject(HttpHeaders.LOCATION, header("Where to see what became of it."))
                .addHeaderObject(SubmissionResultHandler.PREFERENCE_APPLIED, header("`respond-async`"))
                .addHeaderObject(
                        Archive.REPLAYED,
                        header("`true` if this was answered before to the same request, or may have been."));
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }

    /** In this order: each adds to what the ones before have said. */
    @Bean
    GlobalOpenApiCustomizer wholeDocument() {
        return document -> {
            OpenApiReads.describeLiveReads(document);
            OpenApiRepresentations.describe(document);
            OpenApiConventions.describe(document);
            OpenApiExamples.describe(document);
            OpenApiForms.close(document);
        };
    }

    @Bean
    OpenApiSchemas openApiSchemas() {
        return new OpenApiSchemas();
    }

    @Bean
    ApiDocumentFilter apiDocumentFilter() {
        return new ApiDocumentFilter();
    }

    static ApiResponse problem(String description) {
        Schema<?> schema = new Schema<>().$ref(SCHEMAS + "Problem");
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
    }

    static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }

    private static Schema<?> text(String pattern, String example) {
        return new StringSchema().pattern("^" + pattern + "$").example(example);
    }

    private static Schema<?> money() {
        return new ObjectSchema()
                .description("An amount in one currency, with at most as many decimals as the currency has.")
                .addProperty(
                        "amount",
                        new StringSchema()
                                .description("In requests a number will do.")
                                .example("12.50"))
                .addProperty(
                        "currency",
                        new StringSchema()
                                .description("ISO 4217")
                                .pattern("^[A-Z]{3}$")
                                .example("GBP"))
                .addRequiredItem("amount")
                .addRequiredItem("currency");
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("RFC 9457. Depending on the code, further members tell more.")
                .addProperty("type", new StringSchema().format("uri-reference"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema().example(HttpStatus.CONFLICT.value()))
                .addProperty("detail", new StringSchema().description("For people."))
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty("code", new StringSchema().description("Stable.").example("order_exists"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("field", new StringSchema().example("lines[0].quantity"))
                                        .addProperty("message", new StringSchema())))
                .addRequiredItem("type")
                .addRequiredItem("title")
                .addRequiredItem("status")
                .addRequiredItem("detail")
                .addRequiredItem("code");
    }
}
