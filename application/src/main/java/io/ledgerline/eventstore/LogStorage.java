package io.ledgerline.eventstore;

/** Marks the storage engine that reads behind the horizon and recognises conflicts. */
public interface LogStorage {}
