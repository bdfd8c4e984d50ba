package io.ledgerline.eventstore;

/** A storage engine that reads behind the horizon and recognises conflicts. */
public interface LogStorage {

    /** Up to here, inclusive, no event will ever appear that is not there now. Asks the database. */
    long decided();
}
