/** The orders' whole vocabulary: their commands, events and ids. */
@NullMarked
package io.ledgerline.order.api;

import org.jspecify.annotations.NullMarked;
