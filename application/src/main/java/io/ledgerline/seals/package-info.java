/** Tamper evidence: a chain of hashes over the log, made behind its horizon so that no append waits for it. */
@NullMarked
package io.ledgerline.seals;

import org.jspecify.annotations.NullMarked;
