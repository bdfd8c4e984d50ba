package io.ledgerline.payment.process;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Which providers are left alone, because they failed too often. */
@Component
class ProviderMetrics implements MeterBinder {

    private final Providers providers;

    ProviderMetrics(Providers providers) {
        this.providers = providers;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        providers
                .leftAlone()
                .forEach((provider, leftAlone) -> Gauge.builder(
                                "ledgerline.provider.circuit.open", () -> leftAlone.getAsBoolean() ? 1 : 0)
                        .description("1 while a provider is left alone, because it failed too often")
                        .tag("provider", provider)
                        .register(meters));
    }
}
