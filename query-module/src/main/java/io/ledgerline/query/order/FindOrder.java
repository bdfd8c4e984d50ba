package io.ledgerline.query.order;

import io.ledgerline.order.api.OrderId;

/** Query: one order. Answered with {@link Orders}, of one or none; those who follow it get each newer {@link OrderView}. */
public record FindOrder(OrderId orderId) {}
