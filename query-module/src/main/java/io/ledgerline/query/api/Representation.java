package io.ledgerline.query.api;

import io.ledgerline.kernel.CustomerId;
import org.jspecify.annotations.Nullable;

/**
 * A thing as its address shows it.
 *
 * @param version of the stream that was asked about: a product's and its stock's differ
 * @param about whose personal data is in it; null if none is
 */
public record Representation(
        long version, Object body, @Nullable CustomerId about) {}
