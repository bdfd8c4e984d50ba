package io.ledgerline.webhooks;

import io.ledgerline.database.DataDirectory;
import io.ledgerline.payment.api.WebhookSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Webhooks {

    private static final String GENERATED = "webhook.secret";
    private static final int BYTES = 32;

    @Bean
    WebhookSecret webhookSecret(WebhookProperties properties, DataDirectory data) {
        String given = properties.webhookSecret();
        return new WebhookSecret(given != null && !given.isBlank() ? given : generated(data));
    }

    private static String generated(DataDirectory data) {
        Path file = data.path().resolve(GENERATED);
        try {
            if (Files.notExists(file)) {
                byte[] secret = new byte[BYTES];
                new SecureRandom().nextBytes(secret);
                data.writeSecret(GENERATED, HexFormat.of().formatHex(secret));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}
