package io.ledgerline.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.payment.api.ProviderNotConfigured;
import io.ledgerline.payment.process.PaymentGateway;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

class StripeModuleTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(JsonMapper.class, () -> JsonMapper.builder().build())
            .withUserConfiguration(StripeModule.class);

    @Test
    void givenAnotherProvider_thenNothingOfStripeIsNeeded() {
        context.withClassLoader(new FilteredClassLoader("com.stripe"))
                .withPropertyValues("ledgerline.payments.provider=sandbox")
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(PaymentGateway.class));
        context.run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(PaymentGateway.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ledgerline.payments.stripe.api-key= "})
    void givenNoKey_thenTheStartFailsAndSaysWhatToSet(String property) {
        context.withPropertyValues("ledgerline.payments.provider=stripe", property)
                .run(started -> assertThat(started)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                ProviderNotConfigured.class,
                                missing -> assertThat(missing.action()).contains("LEDGERLINE_PAYMENTS_STRIPE_APIKEY"))
                        .hasMessageContaining("ledgerline.payments.stripe.api-key"));
    }

    @Test
    void givenAKey_thenStripeIsAProvider() {
        context.withPropertyValues(
                        "ledgerline.payments.provider=stripe", "ledgerline.payments.stripe.api-key=sk_test_1")
                .run(started -> {
                    assertThat(started.getBean(PaymentGateway.class).provider()).isEqualTo("stripe");
                    assertThat(started.getBean(StripeSettings.class))
                            .hasToString("StripeSettings[apiBase=https://api.stripe.com, connectTimeout=PT5S,"
                                    + " readTimeout=PT20S, pageSize=100]");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-base=ftp://host",
                "api-base=https://host/v1",
                "connect-timeout=PT0S",
                "read-timeout=PT1H",
                "page-size=101"
            })
    void givenASettingThatMakesNoSense_thenTheStartFails(String setting) {
        context.withPropertyValues(
                        "ledgerline.payments.provider=stripe",
                        "ledgerline.payments.stripe.api-key=sk_test_1",
                        "ledgerline.payments.stripe." + setting)
                .run(started -> assertThat(started).hasFailed());
    }
}
