/** What payments do by themselves: ask the provider, and take down what it says. */
@NullMarked
package io.ledgerline.payment.process;

import org.jspecify.annotations.NullMarked;
