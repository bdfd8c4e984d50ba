package io.ledgerline.payment.sandbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the sandbox behaves.
 *
 * @param slowDelay after which it answers by webhook for {@code tok_slow}
 */
@ConfigurationProperties("ledgerline.payments.sandbox")
public record SandboxSettings(@DefaultValue("PT2S") Duration slowDelay) {}
