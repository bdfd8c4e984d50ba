package io.ledgerline.startup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * A start from which the JVM learns what one takes, and what is done most: once ready, the program is its own customers for as
 * long as {@code ledgerline.rehearsal} says, and ends. {@code ./ledgerline} has it rehearse on data that it throws away.
 */
@Component
@ConditionalOnProperty("ledgerline.rehearsal")
final class Rehearsal implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private static final int CUSTOMERS = 4;
    private static final int PRODUCTS = 20;
    private static final int MOST_ORDERS_OF_ONE = 5_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Duration time;

    /** @throws IllegalStateException if that would be done to somebody's data */
    Rehearsal(@Value("${ledgerline.rehearsal}") Duration time, @Value("${ledgerline.database.url:}") String somebodys) {
        if (!somebodys.isEmpty()) {
            throw new IllegalStateException("Nothing is rehearsed on a database that was given: " + somebodys);
        }
        this.time = time;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        ApplicationContext context = ready.getApplicationContext();
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        URI shop = URI.create("http://127.0.0.1:" + port);
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> rehearse(shop) ? 0 : 1)), "rehearsal")
                .start();
    }

    private boolean rehearse(URI shop) {
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        try {
            open(shop);
            long closing = System.nanoTime() + time.toNanos();
            List<Future<?>> visits = new ArrayList<>();
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                int number = customer;
                visits.add(customers.submit(() -> {
                    buy(shop, number, closing);
                    return null;
                }));
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
            return true;
        } catch (Exception e) {
            log.error("The rehearsal went wrong", e);
            return false;
        } finally {
            customers.shutdownNow();
        }
    }

    private void open(URI shop) throws IOException, InterruptedException {
        if (!get(shop, "/products").startsWith("{\"items\":[]")) {
            throw new IllegalStateException("Nothing is rehearsed in a shop that sells something");
        }
        for (int product = 0; product < PRODUCTS; product++) {
            post(shop, "/products", """
                    {"sku": "%s", "name": "Product", "price": {"amount": "2.50", "currency": "GBP"}, "stock": 1000}""".formatted(sku(product)));
            post(shop, "/products/" + sku(product) + "/stock", "{\"quantity\": 900000}");
        }
    }

    /** Orders of two lines, every other one with a key, each seen in the view; now and then a look at what others bought. */
    private void buy(URI shop, int customer, long closing) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_ORDERS_OF_ONE && System.nanoTime() < closing; i++) {
            String order = "%d-%d".formatted(customer, i);
            String[] key = i % 2 == 0 ? new String[] {} : new String[] {"Idempotency-Key", order};
            post(shop, "/orders", """
                    {"orderId": "%s", "customerId": "%d", "customerName": "Ada Byron",
                     "shippingAddress": {"name": "Ada Byron", "line1": "12 St James Square", "city": "London",
                                         "postalCode": "SW1Y 4JH", "country": "GB"},
                     "lines": [{"sku": "%s", "quantity": 1}, {"sku": "%s", "quantity": 2}]}""".formatted(order, customer, sku(i), sku(i + 1)), key);
            get(shop, "/orders/" + order + "?minVersion=0");
            if (i % 10 == 0) {
                get(shop, "/orders?limit=20");
                get(shop, "/products/" + sku(i));
            }
        }
    }

    private static String sku(int product) {
        return "P-" + product % PRODUCTS;
    }

    private String get(URI shop, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(shop.resolve(path)));
    }

    private void post(URI shop, String path, String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        send(headers.length == 0 ? request : request.headers(headers));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
