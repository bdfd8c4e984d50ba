package io.ledgerline.processing;

/** Another program that runs has the same id: both would take the same segments for theirs. */
public final class NodeIdInUse extends IllegalStateException {

    NodeIdInUse(String node) {
        super("Another running node has the id %s.".formatted(node));
    }
}
