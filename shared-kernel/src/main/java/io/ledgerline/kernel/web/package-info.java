/** How an endpoint hands a command on without knowing how commands are sent, retried or answered. */
@NullMarked
package io.ledgerline.kernel.web;

import org.jspecify.annotations.NullMarked;
