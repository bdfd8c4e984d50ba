/** What clients and providers ask of payments over HTTP. */
@NullMarked
package io.ledgerline.payment.web;

import org.jspecify.annotations.NullMarked;
