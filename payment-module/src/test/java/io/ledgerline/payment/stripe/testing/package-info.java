/** A stand-in for Stripe, for the tests of this module and of the program. */
@NullMarked
package io.ledgerline.payment.stripe.testing;

import org.jspecify.annotations.NullMarked;
