package io.ledgerline.endtoend;

/** The event stores that every scenario is run on. */
enum Store {
    POSTGRES,
    AXON_SERVER;

    /** As the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
