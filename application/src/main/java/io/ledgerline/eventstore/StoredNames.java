package io.ledgerline.eventstore;

/** Marks the serializer that writes logical names only, and loads registered types only. */
public interface StoredNames {}
