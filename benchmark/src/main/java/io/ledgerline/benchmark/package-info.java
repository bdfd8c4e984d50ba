/** Measures the running program from outside, next to what its PostgreSQL can do at best. */
@NullMarked
package io.ledgerline.benchmark;

import org.jspecify.annotations.NullMarked;
