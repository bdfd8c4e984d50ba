package io.ledgerline.startup;

import java.util.List;

/** The program would lose data, so it doesn't start. */
final class WiringFaults extends IllegalStateException {

    private final List<String> faults;

    WiringFaults(List<String> faults) {
        super("Not wired to keep data: " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
