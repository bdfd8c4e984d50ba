/** Personal data can be read with a customer's key only. */
@NullMarked
package io.ledgerline.privacy;

import org.jspecify.annotations.NullMarked;
