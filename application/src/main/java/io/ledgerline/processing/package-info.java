/** Streaming processors and sagas: where they keep their tokens, and what they do when an event fails. */
@NullMarked
package io.ledgerline.processing;

import org.jspecify.annotations.NullMarked;
