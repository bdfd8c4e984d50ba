/** The rules of the house, each proven on a violation; and what must not change by accident. */
@NullMarked
package io.ledgerline.architecture;

import org.jspecify.annotations.NullMarked;
