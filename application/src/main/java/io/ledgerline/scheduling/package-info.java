/** What is to happen later: alarms, kept by db-scheduler on the write database. */
@NullMarked
package io.ledgerline.scheduling;

import org.jspecify.annotations.NullMarked;
