package io.ledgerline.payment.stripe;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Stripe is asked.
 *
 * @param apiKey secret or restricted key of the account; must be given
 * @param webhookSecret what Stripe signs its notices with; without it none is believed, and Stripe is only ever asked
 * @param apiBase where its API is
 * @param connectTimeout until a connection stands
 * @param readTimeout until an answer comes; what it was is then looked up
 * @param pageSize how many entries of its books are read at a time; Stripe gives 100 at most
 */
@Validated
@ConfigurationProperties("ledgerline.payments.stripe")
record StripeSettings(
        @Nullable String apiKey,
        @Nullable String webhookSecret,

        @NotNull
        @Pattern(regexp = "https?://[^\\s/?#]+", message = "must be https://host or https://host:port")
        @DefaultValue("https://api.stripe.com")
        String apiBase,

        @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 2) @DefaultValue("PT5S")
        Duration connectTimeout,

        @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 2) @DefaultValue("PT20S")
        Duration readTimeout,

        @Min(1) @Max(100) @DefaultValue("100") int pageSize) {

    StripeSettings {
        apiKey = given(apiKey);
        webhookSecret = given(webhookSecret);
    }

    private static @Nullable String given(@Nullable String secret) {
        return secret == null || secret.isBlank() ? null : secret.strip();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "StripeSettings[apiBase=%s, connectTimeout=%s, readTimeout=%s, pageSize=%d]"
                .formatted(apiBase, connectTimeout, readTimeout, pageSize);
    }
}
