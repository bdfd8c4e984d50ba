package io.ledgerline.eventstore;

import io.ledgerline.eventstore.EventStoreProperties.Mode;

/** The database goes with another log than the one that is configured now. */
public final class StoreChanged extends IllegalStateException {

    StoreChanged(String before, Mode now) {
        super("This database was used with the event store %s, and is now to be used with %s.".formatted(before, now));
    }
}
