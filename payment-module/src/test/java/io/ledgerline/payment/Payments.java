package io.ledgerline.payment;

import io.ledgerline.kernel.testing.InMemoryAggregates;
import java.util.List;

/** Payments for tests of processes, which can't see the aggregate. */
public final class Payments {

    private Payments() {}

    /** Money is asked of the sandbox. */
    public static InMemoryAggregates inMemory() {
        return inMemory("sandbox");
    }

    public static InMemoryAggregates inMemory(String provider) {
        return InMemoryAggregates.of(List.of(Payment.class), new PaymentSettings(provider));
    }
}
