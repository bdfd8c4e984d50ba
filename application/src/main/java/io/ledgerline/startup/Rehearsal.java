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
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A start from which the JVM learns what one takes, and what is done most: once ready, the program is its own customers for as
 * long as {@code ledgerline.rehearsal} says, and ends. {@code ./ledgerline} has it rehearse on data that it throws away.
 */
@Component
@ConditionalOnProperty("ledgerline.rehearsal")
final class Rehearsal implements BeanFactoryPostProcessor, ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private static final int CUSTOMERS = 4;
    private static final int PRODUCTS = 20;
    private static final int MOST_ORDERS_OF_ONE = 5_000;

    private static final int MOST_TRIES = 50;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** With anything else some data or some money would be somebody's; empty: it mustn't be set. */
    private static final Map<String, String> NOBODYS = Map.of(
            "ledgerline.database.url", "",
            "ledgerline.read-database.url", "",
            "ledgerline.event-store", "postgres",
            "ledgerline.payments.provider", "sandbox");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * Before there is anything that would connect to what was configured.
     *
     * @throws IllegalStateException if that could be somebody's
     */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Environment environment = beans.getBean(Environment.class);
        NOBODYS.forEach((key, nobodys) -> {
            String value = environment.getProperty(key, nobodys);
            if (!value.equals(nobodys)) {
                throw new IllegalStateException("Nothing is rehearsed with %s: %s".formatted(key, value));
            }
        });
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        ApplicationContext context = ready.getApplicationContext();
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        URI shop = URI.create("http://127.0.0.1:" + port);
        Duration time = context.getEnvironment().getRequiredProperty("ledgerline.rehearsal", Duration.class);
        EventStore store = context.getBean(EventStore.class);
        new Thread(
                        () -> System.exit(SpringApplication.exit(context, () -> rehearse(shop, time, store) ? 0 : 1)),
                        "rehearsal")
                .start();
    }

    private boolean rehearse(URI shop, Duration time, EventStore store) {
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        try {
            refuseEvents(store);
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

    /** The log itself: a view may not have got to what is in it. */
    static void refuseEvents(EventStore store) {
        TrackingToken head = store.createHeadToken();
        if (head != null && head.position().orElse(0) > 0) {
            throw new IllegalStateException("Nothing is rehearsed on a log with something in it: " + head);
        }
    }

    private void open(URI shop) throws IOException, InterruptedException {
        get(shop, "/products");
        for (int product = 0; product < PRODUCTS; product++) {
            insist(shop, "/products", """
                    {"sku": "%s", "name": "Product", "price": {"amount": "2.50", "currency": "GBP"}, "stock": 1000}""".formatted(sku(product)));
            insist(shop, "/products/" + sku(product) + "/stock", "{\"quantity\": 900000}");
        }
    }

    /** Until it is done: without products nobody can buy. */
    private void insist(URI shop, String path, String json) throws IOException, InterruptedException {
        for (int i = 0; !post(shop, path, json, "Idempotency-Key", path + json.hashCode()); i++) {
            if (i == MOST_TRIES) {
                throw new IOException(path + " has no time for it");
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    /** Orders of two lines, every other one with a key, each seen in the view; now and then a look at what others bought. */
    private void buy(URI shop, int customer, long closing) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_ORDERS_OF_ONE && System.nanoTime() < closing; i++) {
            String order = "%d-%d".formatted(customer, i);
            String[] key = i % 2 == 0 ? new String[] {} : new String[] {"Idempotency-Key", order};
            boolean placed = post(shop, "/orders", """
                    {"orderId": "%s", "customerId": "%d", "customerName": "Ada Byron",
                     "shippingAddress": {"name": "Ada Byron", "line1": "12 St James Square", "city": "London",
                                         "postalCode": "SW1Y 4JH", "country": "GB"},
                     "lines": [{"sku": "%s", "quantity": 1}, {"sku": "%s", "quantity": 2}]}""".formatted(order, customer, sku(i), sku(i + 1)), key);
            if (placed) {
                get(shop, "/orders/" + order + "?minVersion=0");
            }
            if (i % 10 == 0) {
                get(shop, "/orders?limit=20");
                get(shop, "/products/" + sku(i) + "?minVersion=0");
            }
        }
    }

    private static String sku(int product) {
        return "P-" + product % PRODUCTS;
    }

    private void get(URI shop, String path) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(shop.resolve(path)));
    }

    private boolean post(URI shop, String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** @return whether it was done; not, if the machine has too much else to do just now */
    private boolean send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status >= 300 && status != 503 && status != 504) {
            throw new IOException("%s: %d %s".formatted(answer.uri(), status, answer.body()));
        }
        return status < 300;
    }
}
