package io.ledgerline.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a schema allows, and values that none does. */
final class FuzzedValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> SPOILT_JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-0",
            "1e999999999",
            "99999999999999999999999999",
            "9223372036854775808",
            "2147483648",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u202e\\u0007\"",
            "\"NaN\"",
            "\"1e999999999\"",
            "\"'; drop table events; --\"",
            "\"../../etc/passwd\"",
            "\"-5000000-01-01T00:00:00Z\"",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"\":null}",
            "{\"@type\":\"java.lang.Runtime\"}",
            "{\"amount\":\"1\",\"currency\":\"\"}",
            "{\"amount\":1e30,\"currency\":\"JPY\"}");

    private static final List<String> SPOILT_TEXT = List.of(
            "",
            " ",
            "\u0000",
            "\u0007",
            "%",
            "%00",
            "..",
            "../..",
            "a/b",
            ";x=1",
            "\u202e",
            "\ud83d\ude00",
            "\ufffe",
            "null",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "0000-00-00",
            "2026-02-30T00:00:00Z",
            "' or 1=1 --",
            "{{7*7}}",
            "${jndi:ldap://x}",
            "<script>",
            "\"0\"",
            "W/\"0\"",
            "*",
            ",",
            "=",
            "A".repeat(300),
            "\u00e9".repeat(200));

    private final ApiDocument document;
    private final Random random;
    private final FuzzedNames names;

    FuzzedValues(ApiDocument document, Random random, FuzzedNames names) {
        this.document = document;
        this.random = random;
        this.names = names;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    String spoiltText() {
        return oneOf(SPOILT_TEXT);
    }

    /** As the schema has it, with names of what there is. */
    JsonNode good(String name, JsonNode reference) {
        JsonNode schema = document.resolved(reference);
        if (schema.has("oneOf")) {
            return good(name, oneOf(List.copyOf(schema.get("oneOf").values())));
        }
        if (schema.has("enum")) {
            return oneOf(List.copyOf(schema.get("enum").values()));
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> array(name, schema);
            case "integer", "number" -> number(schema);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.stringNode(text(name, schema));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asString() : type.asString("string");
    }

    private JsonNode object(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        ObjectNode object = NODES.objectNode();
        schema.path("properties").forEachEntry((name, member) -> {
            if (required.contains(name) || random.nextBoolean()) {
                object.set(name, good(name, member));
            }
        });
        return object;
    }

    private JsonNode array(String name, JsonNode schema) {
        ArrayNode array = NODES.arrayNode();
        int items = schema.path("minItems").asInt(0) + random.nextInt(3);
        for (int i = 0; i < items; i++) {
            array.add(good(name, schema.get("items")));
        }
        return array;
    }

    private JsonNode number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        return switch (random.nextInt(8)) {
            case 0 -> NODES.numberNode(least);
            case 1 -> NODES.numberNode(most);
            default -> NODES.numberNode(Math.min(most, Math.max(least, 1) + random.nextInt(10)));
        };
    }

    private String text(String name, JsonNode schema) {
        return names.of(name, random).orElseGet(() -> madeUp(name, schema));
    }

    private String madeUp(String name, JsonNode schema) {
        Supplier<String> word = () -> "x" + Integer.toHexString(random.nextInt(1 << 12));
        return switch (name) {
            case "amount" -> random.nextInt(100) + "." + (10 + random.nextInt(90));
            case "currency" -> chance(6) ? "EUR" : "GBP";
            case "country" -> chance(6) ? "DE" : "GB";
            case "token" ->
                oneOf(List.of("tok_ok", "tok_ok", "tok_declined", "tok_slow", "tok_flaky", "tok_lost_answer"));
            case "imageUrls" -> "https://shop.example/" + word.get();
            case "hash" -> "0".repeat(64);
            default -> {
                if (schema.path("format").asString("").equals("date-time")) {
                    yield "20%02d-0%d-1%dT08:26:00Z"
                            .formatted(random.nextInt(40), 1 + random.nextInt(9), random.nextInt(10));
                }
                yield schema.has("example") && !schema.has("pattern")
                        ? schema.get("example").asString()
                        : word.get();
            }
        };
    }

    /** With some of it replaced, left out or added. */
    String spoilt(JsonNode good) {
        String mark = "\"spoilt" + random.nextLong() + "\"";
        JsonNode tree = good.deepCopy();
        spoilSome(tree, mark.substring(1, mark.length() - 1));
        String text = tree.toString().replace(mark, oneOf(SPOILT_JSON));
        return chance(6) && text.length() > 2 ? cut(text) : text;
    }

    private String cut(String text) {
        int from = random.nextInt(text.length());
        return text.substring(0, from) + text.substring(Math.min(text.length(), from + 1 + random.nextInt(5)));
    }

    private void spoilSome(JsonNode node, String mark) {
        if (node instanceof ObjectNode object) {
            List<String> members = List.copyOf(object.propertyNames());
            if (members.isEmpty() || chance(6)) {
                object.put("extra", mark);
                return;
            }
            String member = oneOf(members);
            if (object.get(member).isContainer() && !chance(3)) {
                spoilSome(object.get(member), mark);
            } else if (chance(4)) {
                object.remove(member);
            } else {
                object.put(member, mark);
            }
        } else if (node instanceof ArrayNode array) {
            if (array.isEmpty() || chance(4)) {
                array.add(mark);
            } else if (array.get(0).isContainer() && !chance(4)) {
                spoilSome(array.get(0), mark);
            } else {
                array.set(0, mark);
            }
        }
    }

    /** No JSON, or none that anyone has asked for. */
    byte[] garbage() {
        return switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> oneOf(SPOILT_JSON).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case 2 -> "[".repeat(5000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            case 3 -> JsonMapper.shared().writeValueAsBytes(spoiltText());
            default -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }
}
