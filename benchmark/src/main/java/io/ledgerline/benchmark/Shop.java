package io.ledgerline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A front end of the program: lists products, and then places orders of two lines each. */
final class Shop {

    /** As much as a quantity can be; nothing runs out. */
    private static final int STOCK = 1_000_000;

    private final URI orders;
    private final URI products;
    private final Options options;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Shop(URI address, Options options) {
        this.orders = address.resolve("/orders");
        this.products = address.resolve("/products");
        this.options = options;
    }

    void listProducts() throws IOException, InterruptedException {
        for (int product = 0; product < options.products(); product++) {
            HttpResponse<String> answer = post(products, """
                    {"sku": "P-%1$05d", "name": "Product %1$d", "description": "For the benchmark",
                     "price": {"amount": "%2$d.95", "currency": "GBP"}, "stock": %3$d}""".formatted(product, 1 + product % 50, STOCK));
            if (answer.statusCode() != 201) {
                throw new IOException("A product isn't listed: " + answer.body());
            }
        }
    }

    List<Load.Client> clients() {
        return clients(this::anyTwo);
    }

    /** All of them want the same. */
    List<Load.Client> clientsOfOneProduct() {
        return clients(random -> line(0, random));
    }

    private List<Load.Client> clients(Function<SplittableRandom, String> lines) {
        return IntStream.range(0, options.clients())
                .<Load.Client>mapToObj(number -> orderingWith(new SplittableRandom(number), lines))
                .toList();
    }

    private Load.Client orderingWith(SplittableRandom random, Function<SplittableRandom, String> lines) {
        return () -> {
            HttpResponse<String> answer = post(orders, order(random, lines.apply(random)));
            return answer.statusCode() == 201 ? Load.Client.DONE : answer.statusCode() + " " + code(answer.body());
        };
    }

    private String order(SplittableRandom random, String lines) {
        return """
                {"customerId": "customer-%1$d", "customerName": "Customer %1$d",
                 "shippingAddress": {"name": "Customer %1$d", "line1": "%1$d High Street", "city": "London",
                                     "postalCode": "E1 6AN", "country": "GB"},
                 "lines": [%2$s]}""".formatted(random.nextInt(options.customers()), lines);
    }

    private String anyTwo(SplittableRandom random) {
        int first = random.nextInt(options.products());
        int second = (first + 1 + random.nextInt(options.products() - 1)) % options.products();
        return line(first, random) + ", " + line(second, random);
    }

    private static String line(int product, SplittableRandom random) {
        return """
                {"sku": "P-%05d", "quantity": %d}""".formatted(product, 1 + random.nextInt(3));
    }

    private HttpResponse<String> post(URI address, String json) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The problem's, so that alike failures are counted together. */
    private static String code(String problem) {
        int begin = problem.indexOf("\"code\":\"");
        return begin < 0 ? "" : problem.substring(begin + 8, problem.indexOf('"', begin + 8));
    }
}
