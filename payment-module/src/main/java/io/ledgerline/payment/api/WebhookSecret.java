package io.ledgerline.payment.api;

/**
 * What a provider's notices are signed with.
 *
 * @param value never shown or logged
 */
public record WebhookSecret(String value) {

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
