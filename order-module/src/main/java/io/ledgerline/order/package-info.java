/** Orders, from the first line to the last penny. */
@NullMarked
package io.ledgerline.order;

import org.jspecify.annotations.NullMarked;
