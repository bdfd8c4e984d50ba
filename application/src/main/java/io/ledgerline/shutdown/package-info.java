/** How the program goes without anybody's request being lost. */
@NullMarked
package io.ledgerline.shutdown;

import org.jspecify.annotations.NullMarked;
