/** Makes views anew from the log while the old ones are read. */
@NullMarked
package io.ledgerline.query.rebuild;

import org.jspecify.annotations.NullMarked;
