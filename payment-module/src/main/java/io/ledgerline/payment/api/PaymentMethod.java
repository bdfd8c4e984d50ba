package io.ledgerline.payment.api;

import io.ledgerline.kernel.InvalidValue;

/**
 * How the customer pays.
 *
 * @param type such as {@code card}; up to 32 characters
 * @param token the provider's name for the customer's means of payment, never the means itself; up to 255 characters
 */
public record PaymentMethod(String type, String token) {

    public PaymentMethod {
        if (type.isBlank() || type.length() > 32) {
            throw new InvalidValue("method.type", "must have from 1 to 32 characters");
        }
        if (token.isBlank() || token.length() > 255) {
            throw new InvalidValue("method.token", "must have from 1 to 255 characters");
        }
    }
}
