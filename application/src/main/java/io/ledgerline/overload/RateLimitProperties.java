package io.ledgerline.overload;

import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * {@code ledgerline.rate-limit.*}
 *
 * @param requestsPerSecond of one caller; one more is {@code 429}. Null for any number
 */
@Validated
@ConfigurationProperties("ledgerline.rate-limit")
record RateLimitProperties(@Nullable @Min(1) Integer requestsPerSecond) {}
