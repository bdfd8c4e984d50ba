/** What an instance does: it serves commands, serves reads, runs processes, or several of these. */
@NullMarked
package io.ledgerline.roles;

import org.jspecify.annotations.NullMarked;
