/** The packaged program as its users run it, for what measures it and what breaks it. */
@NullMarked
package io.ledgerline.testbed;

import org.jspecify.annotations.NullMarked;
