package io.ledgerline.payment.process;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long and how often a provider is asked.
 *
 * @param answerDeadline after which a provider that has not answered is asked what became of it, and the payment fails if
 *     it knows of nothing
 * @param maxAttempts how often it is asked for the same, if it says that it can't now
 * @param retryDelay before it is asked a second time; doubles each time
 */
@ConfigurationProperties("ledgerline.payments")
public record ProviderSettings(
        @DefaultValue("PT30S") Duration answerDeadline,
        @DefaultValue("5") int maxAttempts,
        @DefaultValue("PT0.5S") Duration retryDelay) {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    public ProviderSettings {
        if (answerDeadline.isNegative() || retryDelay.isNegative() || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "ledgerline.payments: answer-deadline and retry-delay can't be negative, max-attempts is at least 1");
        }
    }

    /**
     * @param times how often it was asked already, from 1
     */
    Duration delayAfter(int times) {
        Duration delay = retryDelay.multipliedBy(1L << Math.min(times - 1, 16));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
