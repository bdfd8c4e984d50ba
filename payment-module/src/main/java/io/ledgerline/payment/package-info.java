/** Payments: asked for once, captured once, whatever is retried, lost, late or duplicated. */
@NullMarked
package io.ledgerline.payment;

import org.jspecify.annotations.NullMarked;
