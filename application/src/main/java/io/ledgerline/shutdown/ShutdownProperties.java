package io.ledgerline.shutdown;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param notice how long the program goes on when it is told to stop, not ready any more, so that whoever sends requests here
 *     notices and sends them elsewhere; a little longer than the interval of his looks
 */
@Validated
@ConfigurationProperties("ledgerline.shutdown")
record ShutdownProperties(@DefaultValue("PT1S") @NotNull Duration notice) {}
