/** The secret that providers sign their notices with. */
@NullMarked
package io.ledgerline.webhooks;

import org.jspecify.annotations.NullMarked;
