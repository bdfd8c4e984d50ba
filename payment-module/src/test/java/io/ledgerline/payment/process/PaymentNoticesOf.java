package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import java.time.Duration;
import java.util.List;

/** Notices of one provider, for tests of it. */
public final class PaymentNoticesOf {

    private PaymentNoticesOf() {}

    public static PaymentNotices gateway(PaymentGateway gateway, InMemoryAggregates aggregates) {
        return new PaymentNotices(
                new Providers(List.of(gateway)), new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5)));
    }
}
