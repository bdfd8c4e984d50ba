package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Paging;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Query: orders, newest first. Answered with {@link Orders}.
 *
 * @param onlyFor whose orders alone may be shown; null for everybody's
 * @param customerId null for all
 * @param status null for all
 * @param from placed at this instant or later; null for all
 * @param to placed before this instant; null for all
 * @param asOf not a version
 */
public record FindOrders(
        @Nullable CustomerId onlyFor,
        @Nullable CustomerId customerId,
        @Nullable OrderStatus status,
        @Nullable Instant from,
        @Nullable Instant to,
        AsOf asOf,
        Paging paging) {}
