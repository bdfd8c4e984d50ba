package io.ledgerline.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where the customers' keys are kept. A destroyed key forgets the person everywhere at once. Never blocks. */
public interface CustomerKeys {

    /** The customer's key, made if there was none yet. */
    CompletionStage<CustomerKey> forWriting(CustomerId customer);

    /** The keys that exist; a customer without one is unknown or forgotten, and what was encrypted stays unreadable. */
    CompletionStage<Map<CustomerId, CustomerKey>> forReading(Collection<CustomerId> customers);
}
