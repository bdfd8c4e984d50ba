package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.query.Paging;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Query: orders, newest first. Answered with {@link Orders}.
 *
 * @param customerId null for all
 * @param status null for all
 * @param from placed at this instant or later; null for all
 * @param to placed before this instant; null for all
 */
public record FindOrders(
        @Nullable CustomerId customerId,
        @Nullable OrderStatus status,
        @Nullable Instant from,
        @Nullable Instant to,
        Paging paging) {}
