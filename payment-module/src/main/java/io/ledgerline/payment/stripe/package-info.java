/** Stripe, through its official client. Nothing here is touched unless {@code ledgerline.payments.provider} says so. */
@NullMarked
package io.ledgerline.payment.stripe;

import org.jspecify.annotations.NullMarked;
