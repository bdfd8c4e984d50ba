/** What every bounded context speaks: money, quantities, refusals, and who did what and why. Plain Java. */
@NullMarked
package io.ledgerline.kernel;

import org.jspecify.annotations.NullMarked;
