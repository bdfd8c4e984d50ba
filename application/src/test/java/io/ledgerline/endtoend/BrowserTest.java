package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

/** What browsers are told: to take no liberties, and whose pages may call. */
@OnStores(Store.POSTGRES)
class BrowserTest extends LoggedIn {

    @ParameterizedTest
    @ValueSource(strings = {"/products", "/nothing/here", "/orders/none", "/actuator/health"})
    void everyAnswerTellsBrowsersToTakeNoLiberties(String path) {
        for (Answer answer : new Answer[] {operator.get(path), nobody().get(path)}) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self';");
            assertThat(answer.headers().containsHeader("Strict-Transport-Security"))
                    .isFalse();
        }
    }

    @Test
    void theApiDocumentsPageMayRunItsOwnScripts() {
        Answer page = nobody().get("/webjars/swagger-ui/index.html").expect(200);
        // It is made of files, on an event loop: once, for people.
        BlockingCalls.take();

        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
        assertThat(page.body()).contains("<script src=").doesNotContain("<script>", "onclick=");
    }

    @Test
    void aPageOfAKnownOriginMayCall() {
        Answer asked = nobody().send(
                        HttpMethod.OPTIONS,
                        "/orders",
                        "",
                        "Origin",
                        "https://shop.example",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization, content-type, idempotency-key")
                .expect(200);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
        assertThat(asked.header("Access-Control-Allow-Headers")).contains("idempotency-key");
        assertThat(asked.headers().containsHeader("Access-Control-Allow-Credentials"))
                .isFalse();

        Answer called =
                operator.get("/products", "Origin", "https://shop.example").expect(200);
        assertThat(called.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(nobody().get("/products", "Origin", "https://shop.example")
                        .expectProblem(401, "unauthenticated")
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://shop.example");
    }

    @Test
    void aPageOfAnotherOriginMayNot() {
        operator.get("/products", "Origin", "https://evil.example").expectProblem(403, "forbidden");
        nobody().send(
                        HttpMethod.OPTIONS,
                        "/orders",
                        "",
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "POST")
                .expectProblem(403, "forbidden");
    }
}
