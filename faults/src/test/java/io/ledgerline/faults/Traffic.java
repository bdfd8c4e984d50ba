package io.ledgerline.faults;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What many callers ask for: orders above all, each with a key; deliveries of goods, and reads of what there is. */
final class Traffic {

    private static final int PRODUCTS = 100;
    private static final int REMEMBERED = 256;

    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicReferenceArray<String> orders = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicInteger keys = new AtomicInteger();

    /** What is asked for, in parts of a hundred; the rest are reads of orders. */
    private enum Part {
        ORDER(55),
        GOODS(10),
        PRODUCT(15),
        ORDERS(5);

        private final int share;

        Part(int share) {
            this.share = share;
        }
    }

    /** @param json what is sent, or null for a read */
    record Ask(String path, @Nullable String json, Map<String, String> headers) {

        boolean isCommand() {
            return json != null;
        }
    }

    /** So many products with so much stock that none is ever sold out. */
    Stream<Ask> products() {
        return IntStream.range(0, PRODUCTS).mapToObj(number -> post("/products", """
                        {"sku": "T-%1$d", "name": "Product %1$d", "price": {"amount": "2.50", "currency": "GBP"},
                         "stock": 1000000}""".formatted(number)));
    }

    synchronized Ask next() {
        int dice = random.nextInt(100);
        for (Part part : Part.values()) {
            dice -= part.share;
            if (dice < 0) {
                return ask(part);
            }
        }
        String order = orders.get(random.nextInt(REMEMBERED));
        return order == null ? ask(Part.PRODUCT) : get("/orders/" + order);
    }

    private Ask ask(Part part) {
        return switch (part) {
            case ORDER -> post("/orders", """
                        {"customerId": "customer-%1$d", "customerName": "Customer %1$d",
                         "shippingAddress": {"name": "Customer %1$d", "line1": "%1$d High Street", "city": "London",
                                             "postalCode": "E1 6AN", "country": "GB"},
                         "lines": [{"sku": "%2$s", "quantity": 1}]}""".formatted(random.nextInt(500), sku()));
            case GOODS -> post("/products/" + sku() + "/stock", "{\"quantity\": 1}");
            case PRODUCT -> get("/products/" + sku());
            case ORDERS -> get("/orders?limit=10&customerId=customer-" + random.nextInt(500));
        };
    }

    /** An order that is there is read later. */
    void learn(Answer answer) {
        String location = answer.headers().get("location");
        if (answer.status() == 201 && location != null) {
            orders.set(
                    Math.floorMod(location.hashCode(), REMEMBERED), location.substring(location.lastIndexOf('/') + 1));
        }
    }

    private String sku() {
        return "T-" + random.nextInt(PRODUCTS);
    }

    private static Ask get(String path) {
        return new Ask(path, null, Map.of());
    }

    private Ask post(String path, String json) {
        return new Ask(
                path,
                json,
                Map.of("Content-Type", "application/json", "Idempotency-Key", "traffic-" + keys.incrementAndGet()));
    }
}
