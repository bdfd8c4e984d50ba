package io.ledgerline.query;

import io.ledgerline.kernel.CustomerId;
import reactor.core.publisher.Flux;

/** One part of what is known of a customer, readable. */
public interface Export {

    /** The member of the whole that has it. */
    String name();

    /** As fast as it is taken, and no more in memory than a page. */
    Flux<?> of(CustomerId customer);
}
