package io.ledgerline.payment.api;

/**
 * Money that a provider has taken.
 *
 * @param provider who holds it
 * @param reference the provider's name for it, which means nothing to another provider
 */
public record ProviderCharge(String provider, String reference) {}
