package io.ledgerline.order.api;

import io.ledgerline.kernel.CustomerId;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link FindCustomer}.
 *
 * @param customerId null if the view doesn't know the order
 */
public record CustomerFound(@Nullable CustomerId customerId) {}
