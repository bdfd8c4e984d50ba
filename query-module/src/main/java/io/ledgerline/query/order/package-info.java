/** The orders' view: what an order looks like now, and who may watch it change. */
@NullMarked
package io.ledgerline.query.order;

import org.jspecify.annotations.NullMarked;
