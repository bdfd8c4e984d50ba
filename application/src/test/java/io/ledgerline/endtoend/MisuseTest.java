package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** Bad input is told as a problem with a stable code, and leaves nothing half-done. */
class MisuseTest extends EndToEnd {

    @Test
    void whenABodyIsBrokenOrOfTheWrongTypes_thenItCantBeRead() {
        shop.post("/orders", "{\"customerId\": ").expectProblem(400, "malformed_request");
        shop.post("/orders", "[]").expectProblem(400, "malformed_request");
        shop.post("/products", Shop.product("x", "y", "1.00", 1).replace("\"x\"", "{}"))
                .expect(400);
        shop.post("/products", Shop.product("x", "y", "1.00", 1).replace("\"stock\": 1", "\"stock\": \"many\""))
                .expect(400);
    }

    @Test
    void whenABodyIsReadButMakesNoSense_thenItsFieldsAreNamed() {
        Answer negative =
                shop.post("/products", Shop.product("x", "y", "-1.00", 1)).expectProblem(422, "invalid_request");
        assertThat(negative.at("/errors").toString()).contains("price");
        shop.post("/products", Shop.product("a/b", "y", "1.00", 1)).expectProblem(422, "invalid_request");
        shop.post("/products", Shop.product("x", "y", "1.001", 1)).expectProblem(422, "invalid_request");
        shop.post("/products", Shop.product("x", "y", "1.00", 1).replace("\"name\"", "\"nmae\""))
                .expectProblem(422, "invalid_request");
        shop.post("/orders", Shop.order("", new Line("x", 0))).expectProblem(422, "invalid_request");
        shop.get("/orders?limit=1000").expectProblem(422, "invalid_request");
        shop.get("/orders?cursor=what").expectProblem(422, "invalid_request");
    }

    @Test
    void whenWhatIsNamedIsUnknown_thenItIsNotFound() {
        shop.get("/orders/none").expectProblem(404, "order_not_found");
        shop.get("/products/none").expectProblem(404, "product_not_found");
        shop.get("/payments/none").expectProblem(404, "payment_not_found");
        shop.get("/imports/none").expectProblem(404, "import_not_found");
        shop.get("/imports/%00").expectProblem(404, "import_not_found");
        shop.get("/imports/x%00y/rejections").expectProblem(404, "import_not_found");
        shop.get("/nothing/here").expectProblem(404, "not_found");
        shop.pay(Shop.unique("none-"), "tok_ok").expectProblem(404, "order_not_found");
        shop.put("/products/" + Shop.unique("none-") + "/price", "{\"price\": %s}".formatted(Shop.gbp("1.00")))
                .expectProblem(404, "product_not_found");
    }

    @Test
    void whenMethodTypeOrSizeAreWrong_thenThatIsSaid() {
        shop.send(HttpMethod.DELETE, "/orders", "").expectProblem(405, "method_not_allowed");
        byte[] form = Shop.order("", new Line("x", 1)).getBytes(StandardCharsets.UTF_8);
        shop.send(HttpMethod.POST, "/orders", MediaType.APPLICATION_XML, form)
                .expectProblem(415, "unsupported_media_type");
        shop.get("/orders", "Accept", "application/xml").expectProblem(406, "not_acceptable");
        shop.post("/products", Shop.product("x", "y".repeat(1_100_000), "1.00", 1))
                .expectProblem(413, "payload_too_large");
        shop.get("/products?search=" + "a".repeat(5_000)).expectProblem(414, "uri_too_long");
    }

    @Test
    void givenAVersionThatHasPassed_whenACommandInsistsOnIt_thenNothingHappens() {
        String sku = shop.listed("1.00", 1);
        String price = "{\"price\": %s}";
        Answer changed = shop.put("/products/" + sku + "/price", price.formatted(Shop.gbp("2.00")), "If-Match", "\"0\"")
                .expect(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");

        shop.put("/products/" + sku + "/price", price.formatted(Shop.gbp("3.00")), "If-Match", "\"0\"")
                .expectProblem(412, "version_mismatch");

        Answer product = shop.await("/products/" + sku + "?minVersion=1");
        assertThat(product.amount("/price")).isEqualByComparingTo("2.00");
        assertThat(product.number("/version")).isEqualTo(1);
    }

    @Test
    void givenReservedStock_whenItIsWrittenOff_thenItIsRefused() {
        String sku = shop.listed("1.00", 5);
        shop.confirmed(shop.placed(new Line(sku, 4)));

        shop.post("/products/" + sku + "/stock", "{\"quantity\": -2}").expectProblem(409, "stock_is_reserved");
        shop.post("/products/" + sku + "/stock", "{\"quantity\": -1}").expect(200);
    }

    @Test
    void whenManyOddRequestsCome_thenNoneIsAnsweredWith500() {
        String[] bodies = {
            "null",
            "0",
            "\"\"",
            "[]",
            "{}",
            "{\"a\":{\"b\":[[[[]]]]}}",
            "\u0000",
            "{\"lines\":[null]}",
            "{\"sku\":\"\\u0000\"}"
        };
        String[] paths = {"/orders", "/products", "/orders/x/payments", "/products/x/stock", "/orders/x/cancellation"};
        for (String path : paths) {
            for (String body : bodies) {
                assertThat(shop.post(path, body).status()).as(path + " " + body).isBetween(400, 499);
            }
        }
    }
}
