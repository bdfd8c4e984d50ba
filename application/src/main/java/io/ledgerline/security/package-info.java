/** Who may come in, from where, and what for: log-in by bearer tokens, roles of routes, other origins, headers of answers. */
@NullMarked
package io.ledgerline.security;

import org.jspecify.annotations.NullMarked;
