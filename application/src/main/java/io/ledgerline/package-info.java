/** The program: wiring of stores, buses and processors around the bounded contexts. */
@NullMarked
package io.ledgerline;

import org.jspecify.annotations.NullMarked;
