/**
 * The conventions of the HTTP contract, kept in one place: who asks and why, how commands are sent and answered, and how
 * everything that goes wrong is told.
 */
@NullMarked
package io.ledgerline.http;

import org.jspecify.annotations.NullMarked;
