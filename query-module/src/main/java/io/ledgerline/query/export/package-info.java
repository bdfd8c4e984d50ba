/** All that is known of a person, for that person. */
@NullMarked
package io.ledgerline.query.export;

import org.jspecify.annotations.NullMarked;
