package io.ledgerline.query.payment;

import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Paging;
import org.jspecify.annotations.Nullable;

/**
 * Query: payments, newest first. Answered with {@link Payments}.
 *
 * @param orderId null for all
 */
public record FindPayments(@Nullable OrderId orderId, Paging paging) {}
