/** Several nodes over the same databases: who this one is, and what they tell each other. */
@NullMarked
package io.ledgerline.nodes;

import org.jspecify.annotations.NullMarked;
