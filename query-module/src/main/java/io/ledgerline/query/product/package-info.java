/** The products' view: the catalog with its stock, each from a stream of its own. */
@NullMarked
package io.ledgerline.query.product;

import org.jspecify.annotations.NullMarked;
