/** What those who run the program did, as the log tells it. */
@NullMarked
package io.ledgerline.kernel.administration.api;

import org.jspecify.annotations.NullMarked;
