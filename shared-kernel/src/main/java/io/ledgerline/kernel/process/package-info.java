/** How a process (a saga, a policy) gets commands done, once in effect, however often it is run. */
@NullMarked
package io.ledgerline.kernel.process;

import org.jspecify.annotations.NullMarked;
