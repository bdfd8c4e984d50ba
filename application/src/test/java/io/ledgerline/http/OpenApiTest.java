package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webflux.core.configuration.SpringDocWebFluxConfiguration;
import org.springdoc.webflux.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ImportAutoConfiguration({
    SpringDocConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocWebFluxConfiguration.class,
    SwaggerConfig.class,
    SwaggerUiConfigProperties.class,
    SwaggerUiOAuthProperties.class
})
class OpenApiTest extends HttpTest {

    @Test
    void theDocumentTellsEachCommandWithItsTrueAnswers() {
        JsonNode document = document();

        assertThat(document.at("/openapi").asString()).startsWith("3.1");
        assertThat(document.at("/info/title").asString()).isEqualTo("Ledgerline");
        JsonNode place = document.at("/paths/~1orders/post");
        assertThat(place.at("/responses").propertyNames())
                .contains("201", "202", "400", "409", "412", "413", "415", "422", "503")
                .doesNotContain("200");
        assertThat(place.at("/responses/201/headers").propertyNames())
                .contains("ETag", "Location", "X-Request-Id", "Preference-Applied", "Idempotency-Replayed");
        assertThat(place.at("/parameters").toString()).contains("If-Match", "Idempotency-Key", "Prefer", "X-Reason");
        assertThat(place.at("/responses/202/content/application~1json/schema/$ref")
                        .asString())
                .endsWith("/CommandState");
        assertThat(document.at("/components/schemas/CommandState/properties/status/enum")
                        .toString())
                .isEqualTo("[\"pending\",\"succeeded\",\"rejected\",\"failed\"]");
        assertThat(place.at("/responses/201/content/application~1json/schema/$ref")
                        .asString())
                .endsWith("/Accepted");
        assertThat(place.at("/responses/422/content/application~1problem+json/schema/$ref")
                        .asString())
                .endsWith("/Problem");
        assertThat(document.at("/paths/~1products~1{sku}~1price/put/responses").propertyNames())
                .contains("200")
                .doesNotContain("201");
    }

    @Test
    void theDocumentShowsValuesAsTheyAreInJson() {
        JsonNode schemas = document().at("/components/schemas");

        assertThat(schemas.at("/NewProduct/properties/sku/type").asString()).isEqualTo("string");
        assertThat(schemas.at("/NewProduct/properties/stock/type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(schemas.at("/NewProduct/properties/price/$ref").asString()).endsWith("/Money");
        assertThat(schemas.propertyNames()).doesNotContain("Submission", "Sku", "OrderId", "RequestContext");
    }

    @Test
    void theDocumentShowsAnExampleOfEachRefusal() {
        JsonNode document = document();

        assertThat(document.at("/components/examples").propertyNames())
                .containsAll(
                        ProblemExample.ALL.stream().map(ProblemExample::code).toList());
        assertThat(document.at("/components/examples/last_item/value/status").asInt())
                .isEqualTo(409);
        assertThat(document.at(
                                "/paths/~1orders~1{id}~1items~1{sku}/delete/responses/409/content/application~1problem+json/examples")
                        .propertyNames())
                .contains("last_item", "order_already_paid")
                .doesNotContain("product_exists", "insufficient_stock");
    }

    @Test
    void theUserInterfaceIsServedLocally() {
        URI page = client.get()
                .uri("/swagger-ui.html")
                .exchange()
                .expectStatus()
                .is3xxRedirection()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getLocation();

        client.get()
                .uri(page.getPath())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(html -> assertThat(html).contains("Swagger UI").doesNotContain("https://"));
    }

    private JsonNode document() {
        byte[] body = client.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }
}
