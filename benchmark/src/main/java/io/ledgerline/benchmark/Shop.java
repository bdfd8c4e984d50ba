package io.ledgerline.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** A front end of the program: lists products, and then places orders of two lines each. */
final class Shop {

    /** As much as a quantity can be; nothing runs out. */
    private static final int STOCK = 1_000_000;

    private final Api api;
    private final Options options;

    Shop(Api api, Options options) {
        this.api = api;
        this.options = options;
    }

    void listProducts() throws IOException, InterruptedException {
        for (int product = 0; product < options.products(); product++) {
            Api.expect(api.post("/products", """
                    {"sku": "P-%1$05d", "name": "Product %1$d", "description": "For the benchmark",
                     "price": {"amount": "%2$d.95", "currency": "GBP"}, "stock": %3$d}""".formatted(product, 1 + product % 50, STOCK)));
        }
    }

    /** Orders of two lines. */
    Supplier<Request> orders() {
        SplittableRandom random = new SplittableRandom();
        return () -> Request.post("/orders", order(random));
    }

    /** The same, each with a key that nobody else has. */
    Supplier<Request> ordersWithKey() {
        SplittableRandom random = new SplittableRandom();
        return () -> Request.post("/orders", order(random))
                .with("Idempotency-Key", new UUID(random.nextLong(), random.nextLong()).toString());
    }

    /** Orders of one line; all of them want the same. */
    Supplier<Request> ordersOfOneProduct() {
        SplittableRandom random = new SplittableRandom();
        return () -> Request.post("/orders", order(random, line(0, random)));
    }

    /** Orders are sent elsewhere, one after the other. */
    static Supplier<Request> moves(List<String> orders) {
        int[] number = {0};
        return () -> {
            int next = number[0]++;
            return Request.put(
                    "/orders/" + orders.get(next % orders.size()) + "/shipping-address", address(next % 1_000));
        };
    }

    static Supplier<Request> reads(List<String> orders) {
        SplittableRandom random = new SplittableRandom();
        return () -> Request.get("/orders/" + orders.get(random.nextInt(orders.size())));
    }

    /** From the view, as soon as it is there. */
    static Request readOfWhatWasWritten(Answer command) {
        return Request.get("/orders/%s?minVersion=%d"
                        .formatted(
                                command.json().path("id").asString(),
                                command.json().path("version").asLong()))
                .with("Prefer", "wait=10");
    }

    /** Of two lines. */
    String order(SplittableRandom random) {
        return order(random, anyTwo(random));
    }

    private String order(SplittableRandom random, String lines) {
        int customer = random.nextInt(options.customers());
        return """
                {"customerId": "customer-%1$d", "customerName": "Customer %1$d", "shippingAddress": %2$s,
                 "lines": [%3$s]}""".formatted(customer, address(customer), lines);
    }

    static String address(int number) {
        return """
                {"name": "Customer %1$d", "line1": "%1$d High Street", "city": "London", "postalCode": "E1 6AN",
                 "country": "GB"}""".formatted(number);
    }

    private String anyTwo(SplittableRandom random) {
        int first = random.nextInt(options.products());
        int second = (first + 1 + random.nextInt(options.products() - 1)) % options.products();
        return line(first, random) + ", " + line(second, random);
    }

    private static String line(int product, SplittableRandom random) {
        return """
                {"sku": "%s", "quantity": %d}""".formatted(sku(product), 1 + random.nextInt(3));
    }

    static String sku(int product) {
        return "P-%05d".formatted(product);
    }
}
