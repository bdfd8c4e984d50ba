package io.ledgerline.faults;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What clients can read, all of it. */
record Views(Map<String, JsonNode> orders, Map<String, JsonNode> payments, Map<String, JsonNode> products) {

    /** Empty if the program can't say now. */
    static Optional<Views> read(Front front) throws InterruptedException {
        Optional<Map<String, JsonNode>> orders = all(front, "/orders", "orderId");
        Optional<Map<String, JsonNode>> payments = all(front, "/payments", "paymentId");
        Optional<Map<String, JsonNode>> products = all(front, "/products", "sku");
        return orders.isPresent() && payments.isPresent() && products.isPresent()
                ? Optional.of(new Views(orders.get(), payments.get(), products.get()))
                : Optional.empty();
    }

    private static Optional<Map<String, JsonNode>> all(Front front, String path, String id)
            throws InterruptedException {
        Map<String, JsonNode> items = new TreeMap<>();
        String cursor = "";
        while (cursor != null) {
            Optional<Answer> page = front.read(path + "?limit=200" + cursor);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = page.get().json();
            json.path("items").forEach(item -> items.put(item.path(id).asString(), item));
            JsonNode next = json.path("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        return Optional.of(items);
    }
}
