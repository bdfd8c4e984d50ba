package io.ledgerline.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What many callers ask for: orders above all, each with a key; deliveries of goods, and reads of what there is. */
final class Traffic {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PRODUCTS = 100;
    private static final int REMEMBERED = 256;

    private final URI address;
    private final HttpClient http;
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

    record Ask(HttpRequest request, boolean isCommand) {}

    Traffic(URI address, HttpClient http) {
        this.address = address;
        this.http = http;
    }

    /** So many products with so much stock that none is ever sold out. */
    void listProducts() throws IOException, InterruptedException {
        for (int i = 0; i < PRODUCTS; i++) {
            HttpResponse<String> answer = http.send(post("/products", """
                            {"sku": "T-%d", "name": "Product %d", "price": {"amount": "2.50", "currency": "GBP"},
                             "stock": 1000000}""".formatted(i, i)), BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IOException("A product isn't listed: " + answer.body());
            }
        }
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
        return order == null ? ask(Part.PRODUCT) : new Ask(get("/orders/" + order), false);
    }

    private Ask ask(Part part) {
        return switch (part) {
            case ORDER -> new Ask(post("/orders", """
                        {"customerId": "customer-%1$d", "customerName": "Customer %1$d",
                         "shippingAddress": {"name": "Customer %1$d", "line1": "%1$d High Street", "city": "London",
                                             "postalCode": "E1 6AN", "country": "GB"},
                         "lines": [{"sku": "%2$s", "quantity": 1}]}""".formatted(random.nextInt(500), sku())), true);
            case GOODS -> new Ask(post("/products/" + sku() + "/stock", "{\"quantity\": 1}"), true);
            case PRODUCT -> new Ask(get("/products/" + sku()), false);
            case ORDERS -> new Ask(get("/orders?limit=10&customerId=customer-" + random.nextInt(500)), false);
        };
    }

    /** An order that is there is read later. */
    void learn(HttpResponse<String> answer) {
        if (answer.statusCode() == 201) {
            answer.headers()
                    .firstValue("Location")
                    .ifPresent(it -> orders.set(
                            Math.floorMod(it.hashCode(), REMEMBERED), it.substring(it.lastIndexOf('/') + 1)));
        }
    }

    private String sku() {
        return "T-" + random.nextInt(PRODUCTS);
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT).build();
    }

    private HttpRequest post(String path, String json) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "traffic-" + keys.incrementAndGet())
                .POST(BodyPublishers.ofString(json))
                .build();
    }
}
