/** What all aggregates share: commands that may arrive twice, and versions that a client may insist on. */
@NullMarked
package io.ledgerline.kernel.aggregate;

import org.jspecify.annotations.NullMarked;
