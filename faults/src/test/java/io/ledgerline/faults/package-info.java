/** Breaks the packaged program while clients use it, and finds out whether anything is wrong afterwards. */
@NullMarked
package io.ledgerline.faults;

import org.jspecify.annotations.NullMarked;
