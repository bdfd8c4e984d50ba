package io.ledgerline.payment.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import io.ledgerline.payment.api.ProviderNotConfigured;
import io.ledgerline.payment.process.PaymentGateway;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Only where Stripe is asked for money is any class of its client ever loaded. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ledgerline.payments.provider", havingValue = StripeGateway.NAME)
@EnableConfigurationProperties(StripeSettings.class)
class StripeModule {

    private static final Logger LOG = LoggerFactory.getLogger(StripeModule.class);

    @Bean
    PaymentGateway stripe(StripeSettings settings, Clock clock, JsonMapper json) {
        String key = settings.apiKey();
        if (key == null) {
            throw new ProviderNotConfigured(
                    "ledgerline.payments.provider is stripe, but no ledgerline.payments.stripe.api-key is given.",
                    "Give the account's secret key in the environment (LEDGERLINE_PAYMENTS_STRIPE_APIKEY) or in a file that"
                            + " only this program reads; and ledgerline.payments.stripe.webhook-secret with it.");
        }
        if (settings.webhookSecret() == null) {
            LOG.warn("No ledgerline.payments.stripe.webhook-secret is given: Stripe's notices are refused");
        }
        // It would tell Stripe how long our requests take, and keep a file in the home directory for that.
        Stripe.enableTelemetry = false;
        return new StripeGateway(client(settings, key), settings, clock, json);
    }

    /** Without retries of its own: how often and when is decided for all providers alike. */
    private static StripeClient client(StripeSettings settings, String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(settings.apiBase())
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setReadTimeout((int) settings.readTimeout().toMillis())
                .setMaxNetworkRetries(0)
                .build();
    }
}
