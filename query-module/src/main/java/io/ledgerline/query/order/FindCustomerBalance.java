package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.query.AsOf;

/**
 * Query: what a customer owes. Answered with {@link CustomerBalance}.
 *
 * @param asOf not a version
 */
public record FindCustomerBalance(CustomerId customerId, AsOf asOf) {}
