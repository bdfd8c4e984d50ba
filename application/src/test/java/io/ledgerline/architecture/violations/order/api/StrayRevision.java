package io.ledgerline.architecture.violations.order.api;

import org.axonframework.serialization.Revision;

/** Breaks: events are of a sealed family; this one is of none. */
@Revision("1")
public record StrayRevision() {}
