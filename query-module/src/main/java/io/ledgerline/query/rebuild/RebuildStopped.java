package io.ledgerline.query.rebuild;

/** Somebody wants a rebuild to end before it is done. */
final class RebuildStopped extends RuntimeException {

    private final State state;

    RebuildStopped(State state) {
        super(null, null, false, false);
        this.state = state;
    }

    State state() {
        return state;
    }
}
