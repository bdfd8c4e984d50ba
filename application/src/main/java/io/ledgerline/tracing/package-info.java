/** One trace for all that follows from a request, and its ids in what is logged meanwhile. */
@NullMarked
package io.ledgerline.tracing;

import org.jspecify.annotations.NullMarked;
