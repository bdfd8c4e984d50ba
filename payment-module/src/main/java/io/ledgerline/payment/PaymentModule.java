package io.ledgerline.payment;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Upcasters;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentUpcasters;
import io.ledgerline.payment.process.PaymentGateway;
import io.ledgerline.payment.process.ProviderSettings;
import io.ledgerline.payment.sandbox.SandboxSettings;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PaymentSettings.class, ProviderSettings.class, SandboxSettings.class})
class PaymentModule {

    /** Fails the start if money is to be asked of a provider that nobody speaks to. */
    PaymentModule(PaymentSettings settings, List<PaymentGateway> gateways) {
        List<String> providers = gateways.stream().map(PaymentGateway::provider).toList();
        if (!providers.contains(settings.provider())) {
            throw new IllegalStateException("ledgerline.payments.provider is %s, but must be one of %s"
                    .formatted(settings.provider(), String.join(", ", providers)));
        }
    }

    @Bean
    static LogicalTypes paymentTypes() {
        return LogicalTypes.of("payment", PaymentEvent.class, PaymentCommand.class, Payment.class);
    }

    @Bean
    static Upcasters paymentUpcasters() {
        return PaymentUpcasters.ALL;
    }
}
