package io.ledgerline.query.payment;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Paging;
import org.jspecify.annotations.Nullable;

/**
 * Query: payments, newest first. Answered with {@link Payments}.
 *
 * @param onlyFor of whose orders alone; null for everybody's
 * @param orderId null for all
 * @param asOf not a version
 */
public record FindPayments(
        @Nullable CustomerId onlyFor, @Nullable OrderId orderId, AsOf asOf, Paging paging) {}
