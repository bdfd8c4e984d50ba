package io.ledgerline.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.payment.process.PaymentGateway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PaymentModuleTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withBean(PaymentGateway.class, () -> {
                PaymentGateway gateway = mock();
                when(gateway.provider()).thenReturn("sandbox");
                return gateway;
            })
            .withUserConfiguration(PaymentModule.class);

    @Test
    void givenNothingIsConfigured_thenMoneyIsAskedOfTheSandbox() {
        context.run(started -> {
            assertThat(started.getBean(PaymentSettings.class).provider()).isEqualTo("sandbox");
            assertThat(started.getBean(LogicalTypes.class).byName()).containsKey("payment.PaymentCaptured");
        });
    }

    @Test
    void givenAProviderThatNobodySpeaksTo_thenTheStartFailsAndNamesIt() {
        context.withPropertyValues("ledgerline.payments.provider=strype")
                .run(started -> assertThat(started)
                        .getFailure()
                        .hasRootCauseMessage("ledgerline.payments.provider is strype, but must be one of sandbox"));
    }

    @Test
    void givenNoProvider_thenTheStartFails() {
        context.withPropertyValues("ledgerline.payments.provider= ")
                .run(started -> assertThat(started).hasFailed());
    }
}
