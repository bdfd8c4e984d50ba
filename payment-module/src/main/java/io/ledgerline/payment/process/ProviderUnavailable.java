package io.ledgerline.payment.process;

import io.ledgerline.kernel.Rejection;

/** A provider's books can't be read now. Nothing is known of what is in them; asking again may help. */
public final class ProviderUnavailable extends Rejection {

    /**
     * @param reason the provider's, for people
     */
    public ProviderUnavailable(String provider, String reason) {
        super(
                Kind.BUSY,
                "provider_unavailable",
                "The books of %s can't be read now (%s): try again.".formatted(provider, reason));
    }
}
