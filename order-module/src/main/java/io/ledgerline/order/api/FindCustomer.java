package io.ledgerline.order.api;

/** Query: whose order it is, as the orders' view has it. Answered with {@link CustomerFound}. */
public record FindCustomer(OrderId orderId) {}
