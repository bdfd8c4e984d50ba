package io.ledgerline.kernel.web;

import io.ledgerline.kernel.CustomerId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Whose orders and payments are. Never blocks. */
public interface Owners {

    /**
     * What has just been stored is known already. Empty if there is no such thing, or not yet.
     *
     * @param resource an order or a payment
     */
    CompletionStage<Optional<CustomerId>> of(Resource resource);
}
