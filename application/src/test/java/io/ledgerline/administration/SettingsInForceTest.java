package io.ledgerline.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsInForceTest {

    @Test
    void givenSettingsOfAllKinds_whenTheyAreShown_thenNothingSecretIsAmongThem() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "LEDGERLINE_DATABASE_PASSWORD", "pssst",
                                "LEDGERLINE_PAYMENTS_STRIPE_APIKEY", "pssst",
                                "AXON_AXONSERVER_TOKEN", "pssst")));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "arguments",
                        Map.of(
                                "ledgerline.database.url", "jdbc:postgresql://me:pssst@db:5432/shop?password=pssst",
                                "ledgerline.payments.webhook-secret", "pssst",
                                "ledgerline.payments.stripe.api-key", "pssst",
                                "server.ssl.key-store-password", "pssst",
                                "ledgerline.encryption.master-key-file", "/keys/master.key",
                                "ledgerline.commands.threads", 8)));

        Map<String, String> shown = new SettingsInForce(environment).all();

        assertThat(shown.toString()).doesNotContain("pssst");
        assertThat(shown)
                .containsEntry("ledgerline.database.url", "jdbc:postgresql://(hidden)@db:5432/shop?(hidden)")
                .containsEntry("ledgerline.database.password", "(hidden)")
                .containsEntry("axon.axonserver.token", "(hidden)")
                .containsEntry("ledgerline.encryption.master-key-file", "/keys/master.key")
                .containsEntry("ledgerline.commands.threads", "8");
    }
}
