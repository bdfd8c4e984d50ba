/** The catalog's whole vocabulary: its commands, events, queries and ids. */
@NullMarked
package io.ledgerline.catalog.api;

import org.jspecify.annotations.NullMarked;
