/**
 * The read side: a package for each view, from the events that make it to the endpoint that shows it; and here what the
 * views share: rows made in batches, pages, waiting for a version, live streams.
 */
@NullMarked
package io.ledgerline.query;

import org.jspecify.annotations.NullMarked;
