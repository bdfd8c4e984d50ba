/** What those who run the program need at 3 a.m.: its processors, what they have put aside, its health and its figures. */
@NullMarked
package io.ledgerline.administration;

import org.jspecify.annotations.NullMarked;
