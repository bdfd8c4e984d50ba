/** A payment provider to try things out with. It has books of its own, independent of Ledgerline's. */
@NullMarked
package io.ledgerline.payment.sandbox;

import org.jspecify.annotations.NullMarked;
