/** The whole program, over HTTP, on each store. */
@NullMarked
package io.ledgerline.endtoend;

import org.jspecify.annotations.NullMarked;
