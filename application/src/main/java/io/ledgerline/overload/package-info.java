/** What keeps one caller from taking it all, and all callers together from taking more than there is. */
@NullMarked
package io.ledgerline.overload;

import org.jspecify.annotations.NullMarked;
