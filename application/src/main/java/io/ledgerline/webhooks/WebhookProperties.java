package io.ledgerline.webhooks;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param webhookSecret what notices are signed with, the same on all nodes; {@code webhook.secret} in the data directory,
 *     generated, if not set
 */
@ConfigurationProperties("ledgerline.payments")
record WebhookProperties(@Nullable String webhookSecret) {

    @Override
    public String toString() {
        return "WebhookProperties[…]";
    }
}
