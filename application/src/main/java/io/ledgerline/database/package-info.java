/** Where the data lies: the embedded PostgreSQL or a configured one, its pools and its migrations. */
@NullMarked
package io.ledgerline.database;

import org.jspecify.annotations.NullMarked;
