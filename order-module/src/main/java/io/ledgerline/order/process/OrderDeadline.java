package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Cause;
import io.ledgerline.order.api.OrderId;

/**
 * @param cause since when it counts
 */
record OrderDeadline(OrderId orderId, Cause cause) {}
