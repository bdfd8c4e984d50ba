/** The orders' commands over HTTP. */
@NullMarked
package io.ledgerline.order.web;

import org.jspecify.annotations.NullMarked;
