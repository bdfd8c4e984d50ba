/** What takes an order through stock and payment. */
@NullMarked
package io.ledgerline.order.process;

import org.jspecify.annotations.NullMarked;
