package io.ledgerline.query.order;

import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.AsOf;

/** Query: one order as it once was. Answered with {@link Orders}, of one or none. */
public record FindOrderAsOf(OrderId orderId, AsOf asOf) {}
