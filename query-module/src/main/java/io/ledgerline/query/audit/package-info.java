/** What happened, who did it, why, and what it changed: of one order, or of everything. */
@NullMarked
package io.ledgerline.query.audit;

import org.jspecify.annotations.NullMarked;
