package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.junit.jupiter.api.Test;

class OpenApiReadsTest {

    @Test
    void whatCanGoWrongFollowsFromTheParameters() {
        Operation read = new Operation()
                .addParametersItem(new PathParameter().name("orderId"))
                .addParametersItem(new QueryParameter().name("minVersion"))
                .responses(new ApiResponses());

        OpenApiReads.describeProblems(read);

        assertThat(read.getResponses()).containsOnlyKeys("404", "422", "503", "504");
        assertThat(read.getResponses().values())
                .allSatisfy(answer -> assertThat(answer.getContent()).containsKey("application/problem+json"));
    }

    @Test
    void whatAnEndpointSaysItselfStays() {
        Operation read = new Operation()
                .addParametersItem(new QueryParameter().name("format"))
                .responses(new ApiResponses()
                        .addApiResponse("422", new ApiResponse().description("The format is unknown")));

        OpenApiReads.describeProblems(read);

        assertThat(read.getResponses().get("422").getDescription()).isEqualTo("The format is unknown");
    }

    @Test
    void aLiveReadTellsTheSameThingAsItsPlainOne() {
        Schema<?> order = new Schema<>().$ref("#/components/schemas/Order");
        Content content = new Content()
                .addMediaType("application/json", new MediaType().schema(order))
                .addMediaType("text/event-stream", new MediaType().schema(new Schema<>()));
        OpenAPI document = new OpenAPI()
                .components(new Components().addSchemas("ServerSentEventOrder", new Schema<>()))
                .paths(new Paths()
                        .addPathItem(
                                "/orders/{orderId}",
                                new PathItem()
                                        .get(new Operation()
                                                .responses(new ApiResponses()
                                                        .addApiResponse("200", new ApiResponse().content(content))))));

        OpenApiReads.describeLiveReads(document);

        assertThat(content.get("text/event-stream").getSchema()).isEqualTo(order);
        assertThat(document.getComponents().getSchemas()).isEmpty();
    }
}
