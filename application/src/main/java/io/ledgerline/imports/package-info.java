/** Past orders from another system's files: stored line by line, then carried out by a worker that survives restarts. */
@NullMarked
package io.ledgerline.imports;

import org.jspecify.annotations.NullMarked;
