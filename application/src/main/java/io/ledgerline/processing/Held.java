package io.ledgerline.processing;

import java.util.Set;

/** The processors that must not run here, as far as this node knows. */
final class Held {

    private volatile Set<String> processors = Set.of();

    boolean includes(String processor) {
        return processors.contains(processor);
    }

    void become(Set<String> others) {
        processors = Set.copyOf(others);
    }
}
