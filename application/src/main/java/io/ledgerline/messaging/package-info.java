/** Command and query bus: their own threads, bounded queues, retries, and refusals that survive a network. */
@NullMarked
package io.ledgerline.messaging;

import org.jspecify.annotations.NullMarked;
