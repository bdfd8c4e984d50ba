/** Refuses to start half-wired, and says where everything is. */
@NullMarked
package io.ledgerline.startup;

import org.jspecify.annotations.NullMarked;
