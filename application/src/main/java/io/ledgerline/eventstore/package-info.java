/** The log: PostgreSQL or Axon Server, and how events are written in it. */
@NullMarked
package io.ledgerline.eventstore;

import org.jspecify.annotations.NullMarked;
