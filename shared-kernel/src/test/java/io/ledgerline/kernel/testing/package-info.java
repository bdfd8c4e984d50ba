/** What the tests of all contexts share. */
@NullMarked
package io.ledgerline.kernel.testing;

import org.jspecify.annotations.NullMarked;
