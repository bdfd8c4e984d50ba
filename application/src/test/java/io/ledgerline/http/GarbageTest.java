package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client sends, it is never our fault. Each body is a good one with some of it spoilt, by a fixed seed. */
class GarbageTest extends HttpTest {

    private static final int BODIES_PER_ENDPOINT = 300;

    private static final List<String> SPOILT = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-0",
            "1e999999999",
            "1e-999999999",
            "99999999999999999999999999",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"NaN\"",
            "\"1e999999999\"",
            "\"'; drop table events; --\"",
            "\"../../etc/passwd\"",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"\":null}",
            "{\"@type\":\"java.lang.Runtime\"}",
            "{\"amount\":null,\"currency\":null}",
            "{\"amount\":\"1\",\"currency\":\"\"}",
            "{\"value\":1}");

    record Target(HttpMethod method, String path, String body) {}

    static Stream<Target> targets() {
        return Stream.of(
                new Target(HttpMethod.POST, "/products", """
                        {"sku":"A","name":"N","description":"D","price":{"amount":"1","currency":"GBP"},"stock":3,
                         "imageUrls":["https://example.com/a"]}"""),
                new Target(HttpMethod.PUT, "/products/A", """
                        {"name":"N","description":"D","imageUrls":["https://example.com/a"]}"""),
                new Target(HttpMethod.PUT, "/products/A/price", """
                        {"price":{"amount":"1","currency":"GBP"}}"""),
                new Target(HttpMethod.POST, "/products/A/discontinuation", "{\"reason\":\"R\"}"),
                new Target(HttpMethod.POST, "/products/A/stock", "{\"quantity\":1}"),
                new Target(HttpMethod.POST, "/orders", """
                        {"orderId":"o","customerId":"c","customerName":"N","shippingAddress":{"name":"N","line1":"L",
                         "line2":"M","city":"C","postalCode":"P","country":"GB"},"lines":[{"sku":"A","quantity":1,
                         "unitPrice":{"amount":"1","currency":"GBP"}}],"charges":[{"code":"c","description":"d",
                         "amount":{"amount":"1","currency":"GBP"}}]}"""),
                new Target(HttpMethod.POST, "/orders/o/cancellation", "{\"reason\":\"R\"}"),
                new Target(HttpMethod.POST, "/orders/o/payments", """
                        {"amount":{"amount":"1","currency":"GBP"},"method":{"type":"card","token":"t"}}"""));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isNeverOurFault(Target target) {
        offers.offer("A", "1", "GBP");
        offers.belongs("o", "ada");
        Random random = new Random(75);
        for (int i = 0; i < BODIES_PER_ENDPOINT; i++) {
            String body = random.nextInt(4) == 0 ? cut(target.body(), random) : spoil(target.body(), random);
            send(target.method(), target.path(), body)
                    .expectStatus()
                    .value(status -> assertThat(status).as(body).isIn(200, 201, 400, 409, 422))
                    .expectBody();
        }
    }

    private static String cut(String body, Random random) {
        int from = random.nextInt(body.length());
        int to = Math.min(body.length(), from + 1 + random.nextInt(5));
        return body.substring(0, from) + body.substring(to);
    }

    private static String spoil(String body, Random random) {
        String mark = "\"spoilt" + random.nextLong() + "\"";
        JsonNode tree = JsonMapper.shared().readTree(body);
        replaceSome(tree, mark.substring(1, mark.length() - 1), random);
        return tree.toString().replace(mark, SPOILT.get(random.nextInt(SPOILT.size())));
    }

    private static void replaceSome(JsonNode parent, String mark, Random random) {
        JsonNode node = parent;
        while (true) {
            int index = random.nextInt(node.size());
            JsonNode child = node.isArray()
                    ? node.get(index)
                    : node.values().stream().toList().get(index);
            if (child.isContainer() && !child.isEmpty() && random.nextInt(3) > 0) {
                node = child;
                continue;
            }
            if (node instanceof ArrayNode array) {
                array.set(index, JsonNodeFactory.instance.stringNode(mark));
            } else {
                String name = node.propertyNames().stream().toList().get(index);
                ((ObjectNode) node).put(name, mark);
            }
            return;
        }
    }
}
