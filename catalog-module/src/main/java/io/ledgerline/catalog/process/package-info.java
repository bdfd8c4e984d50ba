/** What the catalog does by itself when something has happened. */
@NullMarked
package io.ledgerline.catalog.process;

import org.jspecify.annotations.NullMarked;
