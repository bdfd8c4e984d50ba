/** How events that were written in other shapes are read as those of today: docs/evolving-events.md. */
@NullMarked
package io.ledgerline.kernel.evolution;

import org.jspecify.annotations.NullMarked;
