/** What those who send commands may ask the views: to show what came of it. */
@NullMarked
package io.ledgerline.query.api;

import org.jspecify.annotations.NullMarked;
