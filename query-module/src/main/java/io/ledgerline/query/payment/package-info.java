/** The payments' view: what was asked for, and what came of it. */
@NullMarked
package io.ledgerline.query.payment;

import org.jspecify.annotations.NullMarked;
