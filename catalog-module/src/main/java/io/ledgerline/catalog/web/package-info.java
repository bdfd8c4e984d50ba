/** The catalog's commands over HTTP. */
@NullMarked
package io.ledgerline.catalog.web;

import org.jspecify.annotations.NullMarked;
