package io.ledgerline.startup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * A start from which the JVM learns what one takes, with {@code ledgerline.rehearsal}: once ready, the program asks itself for
 * something and ends. {@code ./ledgerline} does that, with data that it throws away. Nothing is written all the same.
 */
@Component
@ConditionalOnProperty("ledgerline.rehearsal")
final class Rehearsal implements ApplicationListener<ApplicationReadyEvent> {

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        ApplicationContext context = ready.getApplicationContext();
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> rehearse(context) ? 0 : 1)), "rehearsal")
                .start();
    }

    private static boolean rehearse(ApplicationContext context) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        URI here = URI.create("http://127.0.0.1:" + port);
        try {
            return ask(here.resolve("/actuator/health"), "GET") == 200
                    && ask(here.resolve("/orders?limit=1"), "GET") == 200
                    && ask(here.resolve("/orders/none"), "GET") == 404
                    && ask(here.resolve("/products/none/price"), "PUT") == 404;
        } catch (IOException e) {
            return false;
        }
    }

    private static int ask(URI uri, String method) throws IOException {
        HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
        request.setRequestMethod(method);
        if (method.equals("PUT")) {
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/json");
            request.getOutputStream()
                    .write("{\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}".getBytes(StandardCharsets.UTF_8));
        }
        return request.getResponseCode();
    }
}
