package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ledgerline.endtoend.Shop.Line;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import reactor.test.StepVerifier;

/** Who may come in, as whom, and what for. */
class LoginTest extends LoggedIn {

    @Test
    void whoBringsNoTokenIsAskedForOne() {
        Answer answer = nobody().get("/orders").expectProblem(401, "unauthenticated");

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"ledgerline\"");
        nobody().get("/nothing/here").expectProblem(401, "unauthenticated");
        nobody().send(HttpMethod.DELETE, "/orders", "").expectProblem(401, "unauthenticated");
        nobody().get("/actuator/info").expectProblem(401, "unauthenticated");
    }

    @Test
    void aTokenThatDoesNotHoldIsNone() {
        refused("not a token");
        refused(TOKENS.of(Duration.ofMinutes(-5), "olga", "operator"));
        refused(new Tokens().of("olga", "operator"));
        refused(TOKENS.signed(Tokens.claims("olga", "operator")
                .notBeforeTime(Date.from(Instant.now().plusSeconds(3600)))));
        String token = TOKENS.of("olga", "operator");
        refused(token.substring(0, token.lastIndexOf('.') + 1));
        refused("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbGdhIiwicm9sZXMiOlsiYWRtaW4iXX0.");
    }

    private void refused(String token) {
        Answer answer = as(token).get("/orders").expectProblem(401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(answer.body()).doesNotContain(token);
    }

    @Test
    void nobodyLooksLikeAProcessAnImportOrAProvider() {
        refused(TOKENS.of("process:order-fulfilment", "operator"));
        refused(TOKENS.of("Import:7", "operator"));
        refused(TOKENS.of(" provider:sandbox", "operator"));
        refused(TOKENS.of("a\nb", "operator"));
        refused(TOKENS.of("", "operator"));
    }

    @Test
    void aTokenInTheAddressIsNotLookedAt() {
        nobody().get("/orders?access_token=" + TOKENS.of("olga", "operator")).expectProblem(401, "unauthenticated");
    }

    @Test
    void aTokenMadeByHandHolds() throws Exception {
        assumeTrue(Stream.of("bash", "openssl").allMatch(LoginTest::isThere), "it takes bash and openssl");
        Process script = new ProcessBuilder(
                        "bash", "../docs/token.sh", TOKENS.privateKey().toString(), "ada", "customer,auditor", "17850")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String token = new String(script.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();

        as(token).get("/admin/reconciliation").expect(200);
        as(token)
                .post("/orders", Shop.order("\"customerId\": \"4711\"", new Line("x", 1)))
                .expectProblem(403, "not_yours");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Test
    void whoHasAnotherRoleIsTurnedAway() {
        Answer answer = as(TOKENS.of("ann", "auditor"))
                .post("/products", Shop.product("x", "y", "1.00", 1))
                .expectProblem(403, "forbidden");
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");

        as(TOKENS.of("nora")).get("/orders").expectProblem(403, "forbidden");
        as(TOKENS.of("nora", "OPERATOR", "janitor")).get("/orders").expectProblem(403, "forbidden");
        as(TOKENS.of("cleo", "customer")).get("/orders").expectProblem(403, "forbidden");
        as(TOKENS.signed(Tokens.claims("cleo", "customer").claim("customer_id", "no id at all")))
                .get("/orders")
                .expectProblem(403, "forbidden");
    }

    @Test
    void theNameInTheTokenIsTheWhoOfWhatIsDone() {
        String sku = Shop.unique("SKU-");
        operator.post("/products", Shop.product(sku, "Lamp", "1.00", 1)).expect(201);
        as(TOKENS.of("root", "admin"))
                .put("/products/" + sku + "/price", "{\"price\": %s}".formatted(Shop.gbp("2.00")))
                .expect(200);

        assertThat(new Log(program).stream("product-" + sku))
                .extracting(event -> event.metadata().get("who"))
                .containsExactly("olga", "root");
    }

    @Test
    void onlyOperatorsDateBack() {
        String sku = operator.listed("1.00", 5);
        String customer = Shop.unique("c");
        String order = Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1));

        customer(customer)
                .post("/orders", order, "X-Effective-At", "2026-01-01T00:00:00Z")
                .expectProblem(403, "forbidden");
        operator.post("/orders", order, "X-Effective-At", "2026-01-01T00:00:00Z")
                .expect(201);
    }

    @Test
    void theSameKeyOfTwoCallersIsTwoRequests() {
        String sku = operator.listed("1.00", 5);
        Set<String> orders = new HashSet<>();
        for (String customer : List.of(Shop.unique("c"), Shop.unique("c"))) {
            String form = Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1));
            orders.add(customer(customer)
                    .post("/orders", form, "Idempotency-Key", "basket-1")
                    .expect(201)
                    .text("/id"));
        }

        assertThat(orders).hasSize(2);
    }

    @Test
    void aLiveReadEndsWithTheLogIn() {
        String sku = operator.listed("1.00", 5);

        StepVerifier.create(as(TOKENS.of(Duration.ofSeconds(3), "olga", "operator"))
                        .follow("/products/" + sku)
                        .filter(event -> event.event() != null))
                .expectNextCount(1)
                .expectComplete()
                .verify(Shop.PATIENCE);
    }

    @Test
    void healthAndWhatTheProgramCanDoAreNoSecret() {
        // It is ready once it has read what came in while it was not there.
        nobody().eventually("/actuator/health", it -> it.status() == 200);
        nobody().get("/actuator/health/liveness").expect(200);
        nobody().get("/v3/api-docs").expect(200);
        nobody().get("/swagger-ui.html").expect(302);
        nobody().get("/webjars/swagger-ui/index.html").expect(200);
        as(TOKENS.of("root", "admin")).get("/actuator/info").expect(200);
        operator.get("/actuator/info").expectProblem(403, "forbidden");
        operator.get("/actuator;x=1/info").expectProblem(403, "forbidden");
    }

    @Test
    void aNoticesSignatureIsItsLogIn() {
        nobody().post("/webhooks/payments/sandbox", "{}").expectProblem(401, "signature_invalid");
    }

    @Test
    void unknownAddressesAndMethodsAreToldToThoseWhoAreLoggedIn() {
        operator.get("/nothing/here").expectProblem(404, "not_found");
        operator.send(HttpMethod.DELETE, "/orders", "").expectProblem(405, "method_not_allowed");
    }
}
