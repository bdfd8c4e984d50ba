/** Products and their stock: two streams for one sku, so that a busy stock doesn't disturb a price. */
@NullMarked
package io.ledgerline.catalog;

import org.jspecify.annotations.NullMarked;
