/** The payments' whole vocabulary: their commands, events and ids. */
@NullMarked
package io.ledgerline.payment.api;

import org.jspecify.annotations.NullMarked;
