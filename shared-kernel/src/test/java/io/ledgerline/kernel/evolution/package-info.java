@NullMarked
package io.ledgerline.kernel.evolution;

import org.jspecify.annotations.NullMarked;
