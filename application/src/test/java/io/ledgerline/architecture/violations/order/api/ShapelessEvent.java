package io.ledgerline.architecture.violations.order.api;

/** Breaks: events are of a sealed family and have a revision. */
public interface ShapelessEvent {

    record SomethingHappened() implements ShapelessEvent {}
}
